"""What goes over the wire: environment and checks before the first byte."""
