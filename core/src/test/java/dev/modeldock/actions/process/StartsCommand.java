package dev.modeldock.actions.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Another process that starts a command, says so, and stays until it is killed or its input ends. */
final class StartsCommand {
    private StartsCommand() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        List<String> command = Arrays.asList(arguments).subList(1, arguments.length);
        CommandProcess.start(new Command(command, Map.of(), directory.getParent(), 1 << 20), directory);
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write("STARTED\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            System.in.read();
        }
    }
}
