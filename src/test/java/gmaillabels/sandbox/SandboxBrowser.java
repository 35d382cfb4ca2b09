package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The person and the browser in front of the consent screen. It needs nothing but the JDK, so that
 * it can also be run as the BROWSER command of another process.
 */
public final class SandboxBrowser {

  private static final int MAX_REDIRECTS = 10;

  /**
   * What the browser shows at the end.
   *
   * @param location where the page redirects to; null where it does not
   */
  public record Page(URI address, int status, URI location, String text) {}

  private SandboxBrowser() {}

  /** Runs {@code allow URL}, {@code deny URL} or {@code open URL}. */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      throw new IllegalArgumentException("Usage: SandboxBrowser allow|deny|open URL");
    }
    URI url = URI.create(args[1]);
    switch (args[0]) {
      case "allow" -> allow(url);
      case "deny" -> deny(url);
      case "open" -> open(url);
      default -> throw new IllegalArgumentException("Not allow, deny or open: " + args[0]);
    }
  }

  /**
   * Writes an executable into the folder that does {@code allow}, {@code deny} or {@code open} with
   * the URL it is given. BROWSER can name it, whatever characters the paths of the JDK and of these
   * classes have.
   */
  public static Path command(Path folder, String decision) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    URI classes =
        URI.create(
            SandboxBrowser.class.getProtectionDomain().getCodeSource().getLocation().toString());
    return executable(
        folder.resolve("browser-" + decision),
        "exec %s -cp %s %s %s \"$1\""
            .formatted(
                quoted(java),
                quoted(Path.of(classes).toString()),
                SandboxBrowser.class.getName(),
                decision));
  }

  /** Writes a shell script that can be run like a program. */
  public static Path executable(Path file, String script) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** Agrees to everything and goes back to the program that asked. */
  public static Page allow(URI authorizationUrl) throws IOException {
    return follow(click("allow", authorizationUrl));
  }

  /** Refuses and goes back to the program that asked. */
  public static Page deny(URI authorizationUrl) throws IOException {
    return follow(click("deny", authorizationUrl));
  }

  /** Looks at the page and decides nothing. */
  public static Page open(URI authorizationUrl) throws IOException {
    return get(authorizationUrl);
  }

  /** Agrees to everything; returns the address, with the code in it, without going there. */
  public static URI redirectAfterAllow(URI authorizationUrl) throws IOException {
    return click("allow", authorizationUrl).location();
  }

  private static Page click(String link, URI authorizationUrl) throws IOException {
    Page page = get(authorizationUrl);
    Matcher href = Pattern.compile("id=\"" + link + "\" href=\"([^\"]+)\"").matcher(page.text());
    if (!href.find()) {
      throw new IOException("No link to " + link + " on this page:\n" + page.text());
    }
    Page decision = get(page.address().resolve(href.group(1).replace("&amp;", "&")));
    if (decision.location() == null) {
      throw new IOException("No redirect on this page:\n" + decision.text());
    }
    return decision;
  }

  private static Page follow(Page start) throws IOException {
    Page page = start;
    for (int i = 0; page.location() != null; i++) {
      if (i == MAX_REDIRECTS) {
        throw new IOException("More than " + MAX_REDIRECTS + " redirects");
      }
      page = get(page.location());
    }
    return page;
  }

  private static Page get(URI address) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    // A kept connection could outlive the server and break a later test on the same port.
    connection.setRequestProperty("Connection", "close");
    int status = connection.getResponseCode();
    String location = status / 100 == 3 ? connection.getHeaderField("Location") : null;
    try (InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      String text = body == null ? "" : new String(body.readAllBytes(), UTF_8);
      return new Page(address, status, location == null ? null : address.resolve(location), text);
    }
  }
}
