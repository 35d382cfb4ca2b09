package gmaillabels.label;

import gmaillabels.error.UsageProblems;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Chooses labels by type and name; a name has to match one of the patterns, if there are any. */
public record LabelFilter(Optional<String> type, List<Pattern> patterns) {
  /** The form in which patterns are compared with names: macOS and Korean keyboards decompose. */
  public static String normalized(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  public List<Label> apply(List<Label> labels) {
    return labels.stream()
        .filter(label -> type.isEmpty() || type.equals(label.type()))
        .filter(
            label -> patterns.isEmpty() || patterns.stream().anyMatch(p -> isIn(label.name(), p)))
        .toList();
  }

  private static boolean isIn(String name, Pattern pattern) {
    try {
      return pattern.matcher(normalized(name)).find();
    } catch (StackOverflowError e) {
      // Java's matcher is recursive for a repeated group.
      throw UsageProblems.patternTooComplex(pattern.pattern());
    }
  }
}
