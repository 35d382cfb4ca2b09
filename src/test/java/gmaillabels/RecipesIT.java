package gmaillabels;

import static gmaillabels.sandbox.Endpoint.LIST;
import static gmaillabels.sandbox.Response.error;
import static gmaillabels.sandbox.Response.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import gmaillabels.sandbox.SandboxTls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes of the manual, run as they stand there, print what stands there. */
class RecipesIT {
  private static final Path README = Path.of("README.md");
  private static final Path PAGE = Path.of("src/site/markdown/recipes.md");

  /** A fenced block, its language first; or a heading, its depth first. */
  private static final Pattern PART =
      Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$|^(#+) ([^\n]*)$");

  /** Variables, then the five fields of a time in numbers, then the command. */
  private static final Pattern CRONTAB =
      Pattern.compile("((?:\\w+=.*\n)*)(?:[0-9*/,-]+ ){5}(\\S.*)\n");

  @AutoClose private static final JarProcess jar = JarProcess.create();
  @AutoClose private static SandboxGoogle behindTls;

  private record Block(String language, String text) {
    boolean isRun() {
      return language.equals("sh") || language.equals("crontab");
    }
  }

  private record Recipe(Path page, String title, List<Block> blocks) {
    boolean uses(String word) {
      return blocks.stream().anyMatch(block -> block.text().contains(word));
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /** The user, who copies the final address from a browser that cannot open it. */
  static final class Copying {
    public static void main(String[] args) {
      System.out.println(SandboxBrowser.redirectAfterAllow(URI.create(args[0])));
    }
  }

  @BeforeAll
  static void signInAndInstall() throws Exception {
    jar.signIn();
    String accessToken = token("ya29.");
    Files.writeString(
        jar.work.resolve("token.json"),
        """
        {"token": null, "refresh_token": "%s", "token_uri": "%stoken", "client_id": "%s",
         "client_secret": "%s", "scopes": ["https://www.googleapis.com/auth/gmail.readonly"]}
        """
            .formatted(
                token("1//"), jar.google.url(), jar.google.clientId(), jar.google.clientSecret()));
    jar.signIn("--account=work@example.org");
    Files.move(jar.credentials(), jar.home.resolve(".config/gmail-labels/credentials.json"));
    SandboxTls tls = SandboxTls.create();
    Files.writeString(jar.home.resolve("company-ca.pem"), tls.pem());
    behindTls = SandboxGoogle.start(tls.context());
    behindTls.respondAlways(LIST, json(200, "{\"labels\": [{\"id\": \"1\", \"name\": \"Work\"}]}"));

    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // The script itself knows the sandbox: cron gives it no variables.
    command(
        "gmail-labels",
        """
        export GMAIL_LABELS_API_URL="${GMAIL_LABELS_API_URL:-%s}"
        exec '%s' -jar '%s' "$@"
        """,
        jar.google.url(),
        java,
        JarProcess.JAR);
    command("fzf", "[ \"$*\" = --read0 ] && head -z -n 1 | tr '\\0' '\\n'");
    command("gcloud", "case $* in *print-access-token*) echo '%s' ;; esac", accessToken);
    // The image is called like the program that it runs, and its HOME is /data.
    command(
        "docker",
        """
        while [ "$1" != gmail-labels ]; do [ "$1" != -v ] || mount=$2; shift; done
        mkdir -p "$HOME/container/data/.config"
        ln -sfn "${mount%%:*}" "$HOME/container${mount#*:}"
        export HOME="$HOME/container/data"
        [ "$2" = login ] || exec "$@"
        mkfifo paste
        "$@" 0<> paste 2>&1 | while read -r line; do
          case $line in http*) '%s' -cp '%s' '%s' "$line" > paste ;; esac
        done
        """,
        java,
        Path.of(RecipesIT.class.getProtectionDomain().getCodeSource().getLocation().toURI()),
        Copying.class.getName());
    jar.variables.remove("BROWSER");
    jar.variables.put("PATH", jar.home + "/.local/bin:" + System.getenv("PATH"));
  }

  private static String token(String start) throws IOException {
    return SandboxedUser.token(jar.tokenFile(), start);
  }

  private static void command(String name, String script, Object... values) throws IOException {
    Path bin = Files.createDirectories(jar.home.resolve(".local/bin"));
    SandboxBrowser.executable(bin.resolve(name), script.formatted(values));
  }

  /** The sections below the heading "Recipes" of each page, with their fenced blocks. */
  static List<Recipe> recipes() throws IOException {
    List<Recipe> recipes = new ArrayList<>();
    for (Path page : List.of(README, PAGE)) {
      int depth = Integer.MAX_VALUE;
      for (MatchResult part : PART.matcher(Files.readString(page)).results().toList()) {
        if (part.group(3) == null && depth < Integer.MAX_VALUE) {
          Block block = new Block(part.group(1), part.group(2));
          recipes.get(recipes.size() - 1).blocks().add(block);
        } else if (part.group(3) != null && part.group(3).length() > depth) {
          recipes.add(new Recipe(page, part.group(4), new ArrayList<>()));
        } else if (part.group(3) != null) {
          depth = part.group(4).equals("Recipes") ? part.group(3).length() : Integer.MAX_VALUE;
        }
      }
    }
    return recipes;
  }

  @Test
  void thereAreEnoughAndEachHasSomethingToRun() throws IOException {
    assertThat(recipes())
        .hasSizeGreaterThan(20)
        .allMatch(recipe -> recipe.blocks().stream().anyMatch(Block::isRun));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void recipePrintsWhatIsShown(Recipe recipe) throws Exception {
    assumeTrue(!recipe.uses("jq") || jar.runIn("jq --version").exitCode() == 0, "no jq");
    List<SandboxLabel> labels = new ArrayList<>(SandboxLabel.mailbox());
    if (recipe.page().equals(PAGE)) {
      SandboxLabel hidden = SandboxLabel.user("Label_8", "Archive");
      hidden.listed().addProperty("labelListVisibility", "labelHide");
      labels.add(hidden);
      labels.add(SandboxLabel.user("Label_9", "@Waiting"));
      labels.add(SandboxLabel.user("Label_10", "=> Later"));
    }
    jar.google.labels(labels);
    SandboxGoogle google = recipe.uses("SSL_CERT_FILE") ? behindTls : jar.google;
    jar.variables.put("GMAIL_LABELS_API_URL", google.url().toString());
    String printed = "";
    for (Block block : recipe.blocks()) {
      if (block.isRun()) {
        assertThat(printed).as("shown nowhere").isEmpty();
        Run run =
            block.language().equals("crontab")
                ? runByCron(block.text())
                : jar.runIn("set -euo pipefail\n" + block.text());
        printed = run.listing();
        if (block.text().contains("> labels.csv")) {
          assertThat(jar.work.resolve("labels.csv")).content().startsWith("\uFEFF");
        }
      } else if (block.language().equals("text")) {
        assertThat(printed).isEqualTo(block.text());
        printed = "";
      }
    }
    assertThat(printed).as("shown nowhere").isEmpty();
  }

  /** As cron does it: with sh, in the home directory and with next to no variables. */
  private static Run runByCron(String table) throws Exception {
    assertThat(table).as("cron makes a line break of %").doesNotContain("%");
    Matcher lines = CRONTAB.matcher(table);
    assertThat(lines.matches()).as(table).isTrue();
    List<String> words = new ArrayList<>(lines.group(1).lines().toList());
    words.addAll(List.of("/bin/sh", "-c", lines.group(2)));
    String cron = "cd && exec env -i HOME=\"$HOME\" SHELL=/bin/sh PATH=/usr/bin:/bin \"${@: -%d}\"";
    return jar.runIn(cron.formatted(words.size()), words.toArray(String[]::new));
  }

  static Stream<String> jobsThatMail() throws IOException {
    return recipes().stream()
        .flatMap(recipe -> recipe.blocks().stream().map(Block::text))
        .filter(text -> text.startsWith("MAILTO="));
  }

  /** Cron mails what a job prints. */
  @ParameterizedTest
  @MethodSource("jobsThatMail")
  void jobMailsItsFailureAndKeepsTheOldList(String table) throws Exception {
    runByCron(table).listing();
    Path list = jar.home.resolve("labels.txt");
    String before = Files.readString(list);

    jar.google.respondNext(LIST, error(418, "teapot", "Teapot"));
    Run failed = runByCron(table);
    assertThat(failed.out() + failed.err())
        .containsPattern("(?m)^gmail-labels: refused with status 418: Teapot");
    assertThat(list).hasContent(before).content().startsWith("Work\n");
  }
}
