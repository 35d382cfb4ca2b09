package gmaillabels.error;

import java.util.List;
import java.util.Optional;

/** Labels that were asked for and do not exist. */
public final class LabelProblems {
  private LabelProblems() {}

  public static CliException notFound(List<String> messages) {
    return new CliException(Problem.LABEL_NOT_FOUND, messages, c -> "");
  }

  public static String noName(String name, Optional<String> similar) {
    return "no label is called '" + name + "'" + UsageProblems.didYouMean(similar);
  }

  public static String noId(String id, Optional<String> similar) {
    return "no label has the id '" + id + "'" + UsageProblems.didYouMean(similar);
  }
}
