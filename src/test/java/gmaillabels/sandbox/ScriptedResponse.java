package gmaillabels.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the sandbox sends in place of the truthful response: a {@link Response}, or one made from
 * the truthful one. Give it to {@link SandboxGoogle#respondNext} or {@link
 * SandboxGoogle#respondAlways}.
 */
public interface ScriptedResponse {
  /** From the truthful response, which takes effect when it is asked for. */
  Response respond(Supplier<Response> real);

  /** The truthful response; useful between others. */
  static ScriptedResponse real() {
    return Supplier::get;
  }

  /** The truthful response after a pause. */
  static ScriptedResponse delayed(Duration pause) {
    return real -> real.get().delayed(pause);
  }

  /** The truthful response after something else has happened on the machine of the program. */
  static ScriptedResponse after(Runnable event) {
    return real -> {
      event.run();
      return real.get();
    };
  }

  /** The truthful response, of which only this many bytes of the body arrive; it takes effect. */
  static ScriptedResponse cutAfter(int bytes) {
    return real -> real.get().cutAfter(bytes);
  }

  /** The truthful response to a batch, with its parts in another order, or fewer of them. */
  static ScriptedResponse parts(UnaryOperator<List<String>> change) {
    return real -> Batch.withParts(real.get(), change);
  }

  /** What is chosen when the request is there. */
  static ScriptedResponse chosen(Supplier<ScriptedResponse> choice) {
    return real -> choice.get().respond(real);
  }
}
