package gmaillabels.auth;

import com.google.api.client.http.GenericUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The address that the browser must end on, for a person who pastes it.
 *
 * @param uri without the parameters that Google adds
 * @param state what Google must send back (RFC 6749, 10.12)
 */
record Redirect(URI uri, String state) {
  /** A person pastes again; a file that stands in for the keyboard must not fill the log. */
  private static final int MOST_MISTAKES = 20;

  /** Reads lines until one is this redirect; what else is pasted is not believed. */
  void read(InputStream in, CompletableFuture<String> code, Consumer<String> prompt) {
    try {
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      int mistakes = 0;
      for (String line = lines.readLine();
          line != null && !code.isDone() && mistakes < MOST_MISTAKES;
          line = lines.readLine()) {
        Optional<GenericUrl> answer = parse(line.strip());
        if (answer.isPresent() && answer.get().getFirst("error") != null) {
          code.completeExceptionally(
              new SignIn.DeniedException(answer.get().getFirst("error").toString()));
        } else if (answer.isPresent() && answer.get().getFirst("code") != null) {
          code.complete(answer.get().getFirst("code").toString());
        } else if (!line.isBlank()) {
          mistakes++;
          prompt.accept(
              "That is not the address of this sign-in. It begins with http://%s:%d/ and is long."
                  .formatted(uri.getHost(), uri.getPort()));
        }
      }
    } catch (IOException e) {
      // Nothing more can be pasted; the browser may still come by itself.
    }
  }

  private Optional<GenericUrl> parse(String address) {
    try {
      GenericUrl url = new GenericUrl(address);
      return uri.equals(URI.create(address.split("[?#]", 2)[0]))
              && state.equals(url.getFirst("state"))
          ? Optional.of(url)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
