package gmaillabels.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The permissions that let a program list labels; a sign-in asks for exactly one. */
public enum Scope {
  READONLY("gmail.readonly"),
  LABELS("gmail.labels"),
  METADATA("gmail.metadata");

  private final String url;

  Scope(String name) {
    this.url = "https://www.googleapis.com/auth/" + name;
  }

  /** The scope that Google writes so. */
  public static Optional<Scope> of(String url) {
    return Stream.of(values()).filter(scope -> scope.url.equals(url)).findFirst();
  }

  /** The scope as Google writes it. */
  public String url() {
    return url;
  }

  /** The scope as it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
