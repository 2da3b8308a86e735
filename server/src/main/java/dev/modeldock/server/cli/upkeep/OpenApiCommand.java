package dev.modeldock.server.cli.upkeep;

import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.Command;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.remote.RemoteDock;
import picocli.CommandLine.Model.CommandSpec;

/** {@code openapi}: the description of the dock's API, as the running dock gives it. */
public final class OpenApiCommand implements Command {
    @Override
    public CommandSpec spec() {
        return Words.remote(
                "openapi",
                "Print the OpenAPI description of the running dock, for generators of clients.",
                "modeldock openapi > openapi.json",
                "modeldock openapi | jq -r '.paths | keys[]'");
    }

    @Override
    public ExitCode run(Call call) throws InterruptedException {
        call.screen().line(RemoteDock.of(call).get("/openapi.json").toPrettyString());
        return ExitCode.OK;
    }
}
