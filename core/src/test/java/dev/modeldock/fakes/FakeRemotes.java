package dev.modeldock.fakes;

import java.io.IOException;
import java.io.PrintStream;

/**
 * A fake remote for benchmarks and trials by hand: {@code hub FILES BYTES} is a hub with the model {@code bench/generated},
 * whose weights are so many generated LFS files of so many bytes each; {@code github FILES BYTES [REPOSITORIES]} is a GitHub with
 * so many repositories, {@code bench/small-1} and on, each of tiny-bin and so many small files like no others. Prints its addresses as {@code name=value}, then
 * {@code ready}; ends when standard input does.
 */
public final class FakeRemotes {
    private FakeRemotes() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3 || arguments.length > 4) {
            throw new IllegalArgumentException("Say: hub FILES BYTES, or: github FILES BYTES [REPOSITORIES]");
        }
        int repositories = arguments.length == 4 ? Integer.parseInt(arguments[3]) : 1;
        int files = Integer.parseInt(arguments[1]);
        long bytes = Long.parseLong(arguments[2]);
        switch (arguments[0]) {
            case "hub" -> hub(files, bytes, System.out);
            case "github" -> github(files, Math.toIntExact(bytes), repositories, System.out);
            default -> throw new IllegalArgumentException("There is no fake " + arguments[0] + ", only hub and github");
        }
    }

    private static void hub(int files, long bytes, PrintStream out) throws IOException {
        try (FakeHub hub = new FakeHub()) {
            FakeFiles generated = FakeFiles.generatedModel(files, bytes);
            // Hashed now, so that no first request waits for it.
            generated.entries().values().parallelStream()
                    .forEach(file -> file.content().sha256());
            FakeModel model = hub.model("bench/generated", generated);
            out.println("hub=" + hub.url());
            out.println("cdn=" + hub.cdn());
            out.println("model=" + model.id());
            for (String path : generated.entries().keySet()) {
                out.println("file=" + hub.url() + "/" + model.id() + "/resolve/main/" + path);
            }
            serve(out);
        }
    }

    private static void github(int files, int bytes, int repositories, PrintStream out) throws IOException {
        try (FakeGitHub github = new FakeGitHub()) {
            out.println("url=" + github.url());
            out.println("api=" + github.api());
            for (int i = 1; i <= repositories; i++) {
                // A byte more each: other contents, so that none of them is here already.
                FakeFiles all = FakeFiles.many(files, bytes + i)
                        .with(FakeFiles.tiny("tiny-bin"))
                        .withoutLfs();
                FakeRepository repository = github.repository("bench", "small-" + i, all);
                out.println("owner=" + repository.owner());
                out.println("name=" + repository.name());
                out.println("clone=" + repository.cloneUrl());
            }
            serve(out);
        }
    }

    private static void serve(PrintStream out) throws IOException {
        out.println("ready");
        out.flush();
        byte[] unread = new byte[1024];
        int read = System.in.read(unread);
        while (read >= 0) {
            read = System.in.read(unread);
        }
    }
}
