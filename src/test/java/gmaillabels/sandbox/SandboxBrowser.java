package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The user and the browser in front of the consent screen. It needs nothing but the JDK, so that it
 * can also be run as the BROWSER command of another process.
 */
public final class SandboxBrowser {

  /**
   * What the browser shows at the end.
   *
   * @param location where the page redirects to; null where it does not
   */
  public record Page(URI location, String text) {}

  private SandboxBrowser() {}

  /** Runs {@code allow URL}, {@code deny URL} or {@code open URL}. */
  public static void main(String[] args) {
    URI url = URI.create(args[1]);
    open(args[0].equals("open") ? url : click(args[0], url));
  }

  /**
   * Writes an executable into the folder that does {@code allow}, {@code deny} or {@code open} with
   * the URL it is given. BROWSER can name it, whatever characters the paths of the JDK and of these
   * classes have.
   */
  public static Path command(Path folder, String decision) {
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
  public static Path executable(Path file, String script) {
    try {
      Files.writeString(file, "#!/bin/sh\n" + script + "\n");
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** Agrees to everything and goes back to the program that asked. */
  public static Page allow(URI authorizationUrl) {
    return open(click("allow", authorizationUrl));
  }

  /** Refuses and goes back to the program that asked. */
  public static Page deny(URI authorizationUrl) {
    return open(click("deny", authorizationUrl));
  }

  /** Agrees to everything; returns the address, with the code in it, without going there. */
  public static URI redirectAfterAllow(URI authorizationUrl) {
    return click("allow", authorizationUrl);
  }

  private static URI click(String link, URI authorizationUrl) {
    Page page = open(authorizationUrl);
    Matcher href = Pattern.compile("id=\"" + link + "\" href=\"([^\"]+)\"").matcher(page.text());
    if (!href.find()) {
      throw new IllegalStateException("No link to " + link + " on this page:\n" + page.text());
    }
    return open(authorizationUrl.resolve(href.group(1).replace("&amp;", "&"))).location();
  }

  /** Looks at a page and decides nothing. */
  public static Page open(URI address) {
    try {
      HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
      connection.setInstanceFollowRedirects(false);
      // A kept connection could outlive the server and break a later test on the same port.
      connection.setRequestProperty("Connection", "close");
      int status = connection.getResponseCode();
      String location = connection.getHeaderField("Location");
      try (InputStream body =
          status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        String text = body == null ? "" : new String(body.readAllBytes(), UTF_8);
        return new Page(location == null ? null : address.resolve(location), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
