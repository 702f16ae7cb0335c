package io.espalier.sync.cli;

import picocli.CommandLine.Command;

@Command(
    name = "live",
    description = "The tokens of live emails.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class LiveCommand {}
