package gmaillabels.auth;

import gmaillabels.error.InvalidValueException;
import java.util.Locale;
import java.util.Optional;

/** The name of a stored sign-in. With an {@code @} it is the address to sign in with. */
public record Account(String name) {
  public Account {
    if (name.startsWith(".") && isValid(name.substring(1))) {
      throw new InvalidValueException("must not begin with a dot");
    }
    if (!isValid(name)) {
      throw new InvalidValueException("may have letters, digits and . _ - + @ only");
    }
  }

  /** No name begins with a dot, because macOS makes files such as {@code ._default.json}. */
  private static boolean isValid(String text) {
    return text.matches("(?!\\.)[\\p{L}\\p{Nd}._+@-]+");
  }

  /** The account whose token file has this name, if any account can have it. */
  public static Optional<Account> ofFile(String fileName) {
    return Optional.of(fileName.replaceFirst("\\.json$", ""))
        .filter(Account::isValid)
        .map(Account::new)
        .filter(account -> account.fileName().equals(fileName));
  }

  /** In lower case for an address, because addresses that differ only in case are the same. */
  public String fileName() {
    return (isAddress() ? name.toLowerCase(Locale.ROOT) : name) + ".json";
  }

  boolean isAddress() {
    return name.contains("@");
  }

  boolean isSameAddress(String other) {
    return canonical(name).equals(canonical(other));
  }

  /** Gmail has two domains for one mailbox, and ignores dots and what follows a plus sign. */
  private static String canonical(String address) {
    String lower = address.toLowerCase(Locale.ROOT);
    if (!lower.matches("[^@]+@(gmail|googlemail)\\.com")) {
      return lower;
    }
    return lower.replaceFirst("[+@].*", "").replace(".", "") + "@gmail.com";
  }

  /** The name, for messages. */
  @Override
  public String toString() {
    return name;
  }
}
