package io.espalier.sync.cli;

import io.espalier.sync.serve.Revocations;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "revoke",
    description = {
      "Takes back a person's tokens of one email: they count no more, from now on and for good.",
      "A server that runs on the same state folder knows at once."
    },
    mixinStandardHelpOptions = true)
final class LiveRevokeCommand implements Callable<Integer> {
  private final Context context;

  @Mixin Options options = new Options();

  @Option(names = "--email", required = true, paramLabel = "EMAIL", description = "The email.")
  String email = "";

  @Option(names = "--profile", required = true, paramLabel = "KEY", description = "The person.")
  String profile = "";

  LiveRevokeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    LiveTokenCommand.live(context.project(options.project));
    new Revocations(options.stateDir()).revoke(profile, email);
    context.terminal().result("revoked");
    return Exit.DONE;
  }
}
