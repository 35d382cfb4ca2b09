package gmaillabels.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The permissions that let a program list labels; a sign-in asks for exactly one. */
public enum Scope {
  READONLY,
  LABELS,
  METADATA;

  public static Optional<Scope> of(String url) {
    return Stream.of(values()).filter(scope -> scope.url().equals(url)).findFirst();
  }

  /** The scope as Google writes it. */
  public String url() {
    return "https://www.googleapis.com/auth/gmail." + this;
  }

  /** The scope as it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
