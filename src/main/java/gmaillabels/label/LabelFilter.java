package gmaillabels.label;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which labels to show, by what needs no counts.
 *
 * @param type the only type to show, if there is one
 * @param patterns a name that contains a match of any of them passes; all pass if there are none
 */
public record LabelFilter(Optional<String> type, List<Pattern> patterns) {

  /** The labels that pass, in the order they came. */
  public List<Label> apply(List<Label> labels) {
    return type.isEmpty() && patterns.isEmpty()
        ? labels
        : labels.stream().filter(label -> hasType(label) && matches(label)).toList();
  }

  private boolean hasType(Label label) {
    return type.isEmpty() || type.equals(label.type());
  }

  private boolean matches(Label label) {
    return patterns.isEmpty()
        || patterns.stream().anyMatch(pattern -> pattern.matcher(label.name()).find());
  }
}
