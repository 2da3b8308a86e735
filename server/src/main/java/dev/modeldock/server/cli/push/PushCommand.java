package dev.modeldock.server.cli.push;

import dev.modeldock.server.cli.command.Call;
import dev.modeldock.server.cli.command.Command;
import dev.modeldock.server.cli.command.CommandFailure;
import dev.modeldock.server.cli.command.ExitCode;
import dev.modeldock.server.cli.command.Words;
import dev.modeldock.server.cli.remote.RemoteDock;
import dev.modeldock.server.config.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code push}: a model of this machine goes to the dock. */
public final class PushCommand implements Command {
    private static final long CHUNK = 16L << 20;
    private static final long LARGEST_CHUNK = 256L << 20;

    @Override
    public CommandSpec spec() {
        return Words.remote(
                        "push",
                        "Send a directory, an archive or a model file. The same command after a break goes on where it"
                                + " was.",
                        "modeldock push ./tiny-bert",
                        "modeldock push model.gguf --name local/my-model",
                        "modeldock push bert.tar.zst --json")
                .addPositional(Words.word(
                        0, "<path>", "a directory, tar (also gz, zst, xz, bz2), ZIP, safetensors," + " GGUF or ONNX"))
                .addOption(Words.text("--name", "<name>", "name or namespace/name; else that of the file or directory"))
                .addOption(Words.flag("--adapter", "it is an adapter of another model"))
                .addOption(Words.flag("--allow-unsafe", "take dangerous pickles all the same"))
                .addOption(Words.text("--chunk-size", "<bytes>", "as 4MiB (16MiB); at most 256MiB"))
                .addOption(Words.flag("--anew", "forget what was sent before"));
    }

    @Override
    public ExitCode run(Call call) throws IOException, InterruptedException {
        long chunk = call.text("--chunk-size").map(text -> chunk(call, text)).orElse(CHUNK);
        RemoteDock dock = RemoteDock.of(call);
        return new Push(call, dock, parcel(call), chunk).run();
    }

    private static long chunk(Call call, String text) {
        try {
            long bytes = ValueType.bytes(text);
            if (bytes >= 1 && bytes <= LARGEST_CHUNK) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw wrongChunk(call);
        }
        throw wrongChunk(call);
    }

    private static ParameterException wrongChunk(Call call) {
        return call.usage("--chunk-size is no number of bytes from 1 to 256MiB");
    }

    private static Parcel parcel(Call call) throws IOException {
        Path path = Path.of(call.word(0));
        if (Files.isDirectory(path)) {
            return DirectoryParcel.of(path);
        }
        if (!Files.isReadable(path)) {
            throw new CommandFailure(ExitCode.USAGE, "There is nothing at " + path + " that can be read.");
        }
        return FileParcel.of(path);
    }
}
