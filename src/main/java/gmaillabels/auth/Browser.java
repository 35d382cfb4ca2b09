package gmaillabels.auth;

import java.net.URI;

/** What shows the user a page; a test puts an HTTP client here. */
public interface Browser {
  /** Asks for the page, without waiting for the user; says whether there was something to ask. */
  boolean open(URI page);
}
