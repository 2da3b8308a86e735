package dev.modeldock.server.cli.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.Command;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.remote.Json;
import dev.modeldock.server.cli.remote.Paths;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.cli.terminal.Amounts;
import dev.modeldock.server.cli.terminal.Progress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code export}: a model as one archive on this machine. */
public final class ExportCommand implements Command {
    private static final String STANDARD_OUTPUT = "-";

    @Override
    public CommandSpec spec() {
        return Words.remote(
                        "export",
                        "Fetch a model as an archive. The same command after a break goes on where it was (tar, zip).",
                        "modeldock export local/tiny-bert",
                        "modeldock export local/tiny-bert --format zip -o bert.zip",
                        "modeldock export local/tiny-bert --format tar.zst -o - | ssh host 'tar --zstd -x'")
                .addPositional(Words.word(0, "<model>", "namespace/name or id"))
                .addOption(OptionSpec.builder("-o", "--output")
                        .type(String.class)
                        .paramLabel("<file>")
                        .description("where to; - is standard output (the model's name, here)")
                        .build())
                .addOption(Words.text("--format", "<name>", "tar, zip, tar.gz or tar.zst (tar)"))
                .addOption(Words.text("--revision", "<name>", "an alias or a commit (main)"))
                .addOption(Words.flag("--force", "replace a file that is there"));
    }

    @Override
    public ExitCode run(Call call) throws IOException, InterruptedException {
        RemoteDock dock = RemoteDock.of(call);
        boolean streamed = call.text("-o").filter(STANDARD_OUTPUT::equals).isPresent();
        if (streamed && call.json()) {
            throw call.usage("-o - and --json both want standard output");
        }
        JsonNode model = dock.get(Paths.model(call.word(0)));
        String path = "/api/public/models/" + Paths.escaped(model.path("id").asText()) + "/export"
                + Paths.query(
                        "format", call.text("--format").orElse("tar"),
                        "revision", call.text("--revision").orElse(""));
        URI url = URI.create(dock.send("POST", path, null).path("downloadUrl").asText());
        String name = model.path("name").asText();
        Download download = new Download(dock, url);
        if (streamed) {
            try (Progress progress = new Progress(call.screen(), name)) {
                download.to(call.screen().out(), progress);
            }
            return ExitCode.OK;
        }
        Path file = file(call, url);
        Download.Done done;
        try (Progress progress = new Progress(call.screen(), name)) {
            done = download.to(file, progress);
        }
        tell(call, name, file, done);
        return ExitCode.OK;
    }

    private static Path file(Call call, URI url) {
        String last = url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
        Path file = Path.of(call.text("-o").orElse(last));
        if (Files.isDirectory(file)) {
            file = file.resolve(last);
        }
        if (Files.exists(file) && !call.has("--force")) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    file + " is there already; name another file with -o, or replace it with --force.");
        }
        return file;
    }

    private static void tell(Call call, String model, Path file, Download.Done done) {
        if (call.json()) {
            call.screen()
                    .line(Json.object()
                            .put("model", model)
                            .put("file", file.toString())
                            .put("bytes", done.bytes())
                            .put("resumedAt", done.resumedAt())
                            .toString());
        } else {
            call.screen().line(file + " has " + model + " (" + Amounts.bytes(done.bytes()) + ").");
        }
    }
}
