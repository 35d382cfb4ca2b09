package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gmaillabels.sandbox.SandboxBrowser;
import gmaillabels.sandbox.SandboxGoogle;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recipes of the manual, run as they stand there, print what stands there. */
class RecipesIT {
  private static final int FEWEST = 15;

  /** A heading: its depth, then its words. */
  private static final Pattern HEADING = Pattern.compile("(#+) (.*)");

  /** The five fields of a time in numbers, then the command. */
  private static final Pattern CRON_LINE = Pattern.compile("((?:[0-9*/,-]+ ){5})(\\S.*)\n");

  @AutoClose private static final JarProcess jar = JarProcess.create();
  @AutoClose private static final SandboxGoogle work = SandboxGoogle.start();

  /** A fenced block: its language and its lines. */
  private record Block(String language, String text) {}

  private record Recipe(String title, List<Block> blocks) {
    boolean uses(String command) {
      return blocks.stream()
          .anyMatch(b -> Pattern.compile("\\b" + command + "\\b").matcher(b.text()).find());
    }

    @Override
    public String toString() {
      return title;
    }
  }

  @BeforeAll
  static void install() throws Exception {
    SandboxGoogle mine = jar.google;
    mine.labels(SandboxLabel.mailbox());
    work.labels(SandboxLabel.named("Work", "영수증", "Travel", "Café"));
    jar.signIn();
    jar.variables.put("GMAIL_LABELS_API_URL", work.url().toString());
    Path secrets = work.writeCredentials(jar.folder.resolve("credentials-work.json"));
    jar.signIn("--account=work", "--credentials=" + secrets);
    mine.writeCredentials(jar.home.resolve(".config/gmail-labels/credentials.json"));
    Files.delete(jar.credentials());

    // The script itself knows the sandboxes: cron gives it no variables.
    Path bin = Files.createDirectories(jar.home.resolve(".local/bin"));
    SandboxBrowser.executable(
        bin.resolve("gmail-labels"),
        """
        case " $* " in
        *" --account=work "*) export GMAIL_LABELS_API_URL=%s GMAIL_LABELS_CREDENTIALS='%s' ;;
        *) export GMAIL_LABELS_API_URL=%s ;;
        esac
        exec '%s/bin/java' -jar '%s' "$@\""""
            .formatted(
                work.url(), secrets, mine.url(), System.getProperty("java.home"), JarProcess.JAR));
    SandboxBrowser.executable(
        bin.resolve("fzf"), "[ \"$*\" = --read0 ] && head -z -n 1 | tr '\\0' '\\n'");
    jar.variables.remove("GMAIL_LABELS_API_URL");
    jar.variables.remove("BROWSER");
    jar.variables.put("PATH", bin + ":" + System.getenv("PATH"));
  }

  static List<Recipe> recipes() throws IOException {
    List<Recipe> recipes = new ArrayList<>();
    addRecipes(Path.of("README.md"), recipes);
    addRecipes(Path.of("src/site/markdown/recipes.md"), recipes);
    return recipes;
  }

  /** The sections below the heading "Recipes", with their fenced blocks. */
  private static void addRecipes(Path page, List<Recipe> recipes) throws IOException {
    int depth = Integer.MAX_VALUE;
    String language = null;
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(page)) {
      Matcher heading = HEADING.matcher(line);
      if (language != null && !line.equals("```")) {
        text.append(line).append('\n');
      } else if (language != null) {
        if (depth < Integer.MAX_VALUE) {
          recipes.get(recipes.size() - 1).blocks().add(new Block(language, text.toString()));
        }
        language = null;
      } else if (line.startsWith("```")) {
        language = line.substring(3);
        text.setLength(0);
      } else if (heading.matches() && heading.group(1).length() > depth) {
        recipes.add(new Recipe(heading.group(2), new ArrayList<>()));
      } else if (heading.matches()) {
        depth = heading.group(2).equals("Recipes") ? heading.group(1).length() : Integer.MAX_VALUE;
      }
    }
  }

  @Test
  void thereAreEnoughAndEachHasSomethingToRun() throws IOException {
    assertThat(recipes()).hasSizeGreaterThanOrEqualTo(FEWEST);
    assertThat(recipes())
        .allSatisfy(
            recipe -> {
              assertThat(recipe.blocks())
                  .extracting(Block::language)
                  .containsAnyOf("sh", "crontab");
              assertThat(recipe.blocks())
                  .extracting(Block::language)
                  .isSubsetOf("sh", "crontab", "text");
            });
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void recipePrintsWhatIsShown(Recipe recipe) throws Exception {
    assumeTrue(!recipe.uses("jq") || isInstalled("jq"), "jq is not installed");
    List<Block> blocks = recipe.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      if (block.language().equals("text")) {
        continue;
      }
      boolean isShown = i + 1 < blocks.size() && blocks.get(i + 1).language().equals("text");

      Run run = block.language().equals("crontab") ? runByCron(block.text()) : runByBash(block);

      assertThat(run.listing()).isEqualTo(isShown ? blocks.get(i + 1).text() : "");
    }
  }

  private static Run runByBash(Block block) throws Exception {
    return jar.runIn("set -euo pipefail\n" + block.text());
  }

  /** As cron does it: with sh, in the home directory and with next to no variables. */
  private static Run runByCron(String table) throws Exception {
    assertThat(table).as("cron makes a line break of %").doesNotContain("%");
    Matcher line = CRON_LINE.matcher(table);
    assertThat(line.matches()).as(table).isTrue();
    return jar.runIn(
        "cd && exec env -i HOME=\"$HOME\" PATH=/usr/bin:/bin /bin/sh -c \"${@: -1}\"",
        line.group(2));
  }

  private static boolean isInstalled(String command) throws Exception {
    return jar.runIn("command -v " + command).exitCode() == 0;
  }
}
