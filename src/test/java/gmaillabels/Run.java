package gmaillabels;

import java.nio.charset.StandardCharsets;

/** What a run of the program left behind for its caller to see. */
record Run(int exitCode, byte[] outBytes, String err) {
  String out() {
    return new String(outBytes, StandardCharsets.UTF_8);
  }
}
