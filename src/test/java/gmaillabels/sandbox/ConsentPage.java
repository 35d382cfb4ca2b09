package gmaillabels.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.List;
import java.util.stream.Stream;

/** What a person sees who signs in to the sandbox. It works without scripts. */
final class ConsentPage {
  private ConsentPage() {}

  static String of(Request request, String account, List<String> accounts) {
    String others = request.query().replaceAll("&?login_hint=[^&]*", "");
    String chosen = query(others, account);
    String links =
        accounts.stream()
            .map(
                address ->
                    "<a href=\"%s?%s\"%s>%s</a>"
                        .formatted(
                            request.path(),
                            query(others, address),
                            address.equals(account) ? " aria-current=\"true\"" : "",
                            address))
            .collect(joining("\n"));
    String scopes =
        Stream.of(request.parameter("scope").split(" +"))
            .map(scope -> "<li>" + scope.replace("&", "&amp;").replace("<", "&lt;") + "</li>")
            .collect(joining("\n"));
    return template()
        .replace("DECISION", AuthorizationServer.DECISION_PATH)
        .replace("ADDRESS", account)
        .replace("SCOPES", scopes)
        .replace("QUERY", chosen)
        .replace("ACCOUNTS", links);
  }

  private static String query(String others, String account) {
    return (others + "&login_hint=" + URLEncoder.encode(account, UTF_8)).replace("&", "&amp;");
  }

  private static String template() {
    try (InputStream resource = ConsentPage.class.getResourceAsStream("consent.html")) {
      return new String(resource.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
