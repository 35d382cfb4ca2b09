package gmaillabels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few of what {@link CrashSafety} can do. */
@Timeout(120)
class CrashSafetyIT {
  @TempDir Path folder;
  private CrashSafety crashSafety;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    crashSafety = new CrashSafety(folder);
  }

  @AfterEach
  void stop() {
    crashSafety.close();
  }

  @Test
  void runsThatAreKilledLeaveTheFileWhole() throws Exception {
    CrashSafety.Kills kills = crashSafety.killRuns(10);

    assertThat(kills.before() + kills.during() + kills.after()).isEqualTo(10);
  }

  @Test
  void writeThatBreaksOffLeavesTheOldFile() throws Exception {
    crashSafety.runWithoutRoom();
  }

  @Test
  void twentyRunsAtOnce() throws Exception {
    crashSafety.runAtOnce(20);

    assertThat(crashSafety.temporaryFiles()).isEmpty();
  }
}
