package io.espalier.sync.cli;

import io.espalier.amp.live.LiveNames;
import io.espalier.amp.live.LiveToken;
import io.espalier.amp.live.LiveTokens;
import io.espalier.sync.project.LiveSpec;
import io.espalier.sync.project.Project;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "token",
    description = {
      "Prints the address that a person's email asks, with its token, for a test by hand.",
      "Whoever has it sees what that person sees in that email."
    },
    mixinStandardHelpOptions = true)
final class LiveTokenCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(names = "--email", required = true, paramLabel = "EMAIL", description = "The email.")
  String email = "";

  @Option(names = "--profile", required = true, paramLabel = "KEY", description = "The person.")
  String profile = "";

  @Option(names = "--form", paramLabel = "BLOCK", description = "The address of this form.")
  @Nullable String form;

  LiveTokenCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Project project = context.project(options.project);
    LiveSpec live = live(project);
    if (live.keys().isEmpty()) {
      throw new Wrong("there is no key to mint with", "set " + live.keyVariables().get(0));
    }
    String purpose = form == null ? LiveToken.VIEW : form;
    String token =
        new LiveTokens(live.keys(), live.life(), fingerprint -> false)
            .mint(profile, email, purpose, options.now(context.clock()));
    String path = form == null ? LiveNames.viewPath(email) : LiveNames.formPath(email, form);
    context.terminal().result(live.server() + path + "?t=" + token);
    return Exit.DONE;
  }

  static LiveSpec live(Project project) {
    return project
        .live()
        .orElseThrow(
            () -> new Wrong("the project has no live blocks", "declare them in live.yaml"));
  }
}
