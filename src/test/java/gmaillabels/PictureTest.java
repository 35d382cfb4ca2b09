package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;

import gmaillabels.output.TerminalText;
import gmaillabels.sandbox.SandboxLabel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Draws the picture at the top of the README from real runs, and says when it is out of date. */
class PictureTest {
  private static final Path PICTURE = Path.of("src/site/markdown/terminal.svg");
  private static final Path DRAWN = Path.of("target/terminal.svg");

  private static final List<String> COMMANDS =
      List.of(
          "gmail-labels --type=user",
          "gmail-labels --match=work --format=tree --counts",
          "gmail-labels -t user -f table --fields=name,messagesTotal,messagesUnread");

  /** In pixels; the font is as wide as three fifths of its height. */
  private static final double COLUMN = 8.4;

  private static final int LINE = 20;
  private static final int MARGIN = 16;

  /** A word, perhaps in a color of its own, as the table writes it. */
  private static final Pattern WORD =
      Pattern.compile("\u001b\\[38;2;([\\d;]+);48;2;([\\d;]+)m(.*?)\u001b\\[0m|(\\S+)| ");

  @Test
  void pictureInTheReadmeIsWhatTheProgramPrints() throws IOException {
    String drawn = draw(screen());
    Files.writeString(DRAWN, drawn);

    assertThat(PICTURE).as("The program prints something else: copy %s", DRAWN).hasContent(drawn);
    assertThat(Path.of("README.md")).content().contains("(" + PICTURE + ")");
  }

  private static List<String> screen() {
    StringBuilder screen = new StringBuilder();
    try (Machine machine = Machine.signedIn()) {
      machine.google.labels(SandboxLabel.mailbox());
      machine.outIsTerminal = true;
      for (String command : COMMANDS) {
        String[] arguments = command.replaceFirst("\\S+ ", "").split(" ");
        screen.append("$ ").append(command).append('\n').append(machine.run(arguments).listing());
      }
    }
    return screen.append("$").toString().lines().toList();
  }

  private static String draw(List<String> lines) {
    int width = (int) (80 * COLUMN) + 2 * MARGIN;
    int height = lines.size() * LINE + 2 * MARGIN;
    StringBuilder svg =
        new StringBuilder(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="gmail-labels in a terminal">
            <rect width="100%%" height="100%%" rx="8" fill="#1d2127"/>
            <g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#e6e8eb">
            """
                .formatted(width, height));
    for (int i = 0; i < lines.size(); i++) {
      drawLine(lines.get(i), MARGIN + i * LINE, svg);
    }
    return svg.append("</g>\n</svg>\n").toString();
  }

  /** Each word stands in its own column, however wide the words before it are drawn. */
  private static void drawLine(String line, int top, StringBuilder svg) {
    Matcher word = WORD.matcher(line);
    int column = 0;
    while (word.find()) {
      boolean isColored = word.group(3) != null;
      String text = isColored ? word.group(3) : word.group();
      double x = MARGIN + column * COLUMN;
      int width = TerminalText.width(text);
      String fill = line.startsWith("$") ? " fill=\"#8bd5a5\"" : "";
      if (isColored) {
        svg.append(
            "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>\n"
                .formatted(x, top + 1, width * COLUMN, LINE - 2, rgb(word.group(2))));
        fill = " fill=\"%s\"".formatted(rgb(word.group(1)));
      }
      if (!text.isBlank()) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
        svg.append("<text x=\"%.1f\" y=\"%d\"%s>".formatted(x, top + 15, fill));
        svg.append(escaped).append("</text>\n");
      }
      column += width;
    }
  }

  private static String rgb(String numbers) {
    return "rgb(" + numbers.replace(";", ",") + ")";
  }
}
