package gmaillabels.auth;

import java.net.URI;

/** What shows the person a page; a test puts an HTTP client here. */
public interface Browser {
  /** Asks for the page to be shown, and returns without waiting for the person. */
  void open(URI page);
}
