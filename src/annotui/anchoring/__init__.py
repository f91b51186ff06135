"""Where a span stands after its text has changed.

`reanchor` takes the old text (when it was kept), the new one and the spans as quotes, and says for each span
where it is now and how sure that is: `exact` needs no review, `moved` and `orphaned` do.
"""

from annotui.anchoring.quotes import Anchored
from annotui.anchoring.reanchoring import reanchor

__all__ = ["Anchored", "reanchor"]
