package gmaillabels.output;

import static java.util.stream.Collectors.joining;

import gmaillabels.label.Label;
import gmaillabels.label.LabelField;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Comma-separated values with a header (RFC 4180), but with a line feed at the end of lines. */
public record CsvFormat(List<LabelField> fields, UnaryOperator<String> escape)
    implements LabelFormat {
  private static final Pattern SPECIAL = Pattern.compile("[,\"\r\n]");

  @Override
  public void write(List<Label> labels, Appendable out) throws IOException {
    out.append(line(fields.stream().map(LabelField::gmailName)));
    for (Label label : labels) {
      out.append(line(fields.stream().map(field -> field.text(label).orElse(""))));
    }
  }

  private String line(Stream<String> values) {
    return values.map(escape).map(CsvFormat::quoted).collect(joining(",", "", "\n"));
  }

  private static String quoted(String text) {
    return SPECIAL.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
