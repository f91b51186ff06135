// Tells the emulator where the app is, beside the page under whatever name that was opened; gives it the keys as soon as
// it is there; opens the app again when it has ended.

document.addEventListener("DOMContentLoaded", () => {
  const socket = new URL("ws", window.location.href);
  socket.protocol = "ws:";
  document.querySelector(".textual-terminal").dataset.sessionWebsocketUrl = socket.href;
  document.querySelector("button").addEventListener("click", () => window.location.reload());
});

window.addEventListener("load", () => document.querySelector(".textual-terminal textarea").focus());
