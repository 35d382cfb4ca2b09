package gmaillabels.label;

import java.util.ArrayList;
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
    if (type.isEmpty() && patterns.isEmpty()) {
      return labels;
    }
    List<Label> passed = new ArrayList<>();
    for (Label label : labels) {
      if ((type.isEmpty() || type.equals(label.type())) && matches(label.name())) {
        passed.add(label);
      }
    }
    return passed;
  }

  private boolean matches(String name) {
    for (Pattern pattern : patterns) {
      if (pattern.matcher(name).find()) {
        return true;
      }
    }
    return patterns.isEmpty();
  }
}
