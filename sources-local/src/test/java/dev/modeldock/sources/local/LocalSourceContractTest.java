package dev.modeldock.sources.local;

import dev.modeldock.spi.ModelSourceFactory;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.SourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The contract of every source, kept by archives and by directories. */
class LocalSourceContractTest {
    /** What is common to the three. */
    abstract static class Local extends SourceContract {
        @Override
        protected ModelSourceFactory factory() {
            return new LocalSourceFactory();
        }

        @Override
        protected Map<String, byte[]> knownFiles() throws Exception {
            return Packed.files("tiny-bert-sharded");
        }

        Path once(String name, Packing packing) throws IOException {
            Path file = directory.resolve(name);
            return Files.exists(file) ? file : packing.pack(file);
        }

        static Request upload(Path file) {
            return new Request(Map.of("file", file.getFileName().toString()), Map.of("file", file));
        }

        @Override
        protected Optional<Request> hostile() throws Exception {
            Packed packed = new Packed().model("tiny-bert", "m").text("../escaped.json", "{}");
            return Optional.of(upload(packed.zip(directory.resolve("hostile.zip"))));
        }
    }

    /** Makes a file or directory. */
    interface Packing {
        Path pack(Path place) throws IOException;
    }

    @Nested
    class Zip extends Local {
        @Override
        protected Request known() throws Exception {
            return upload(once("models.zip", new Packed().model("tiny-bert-sharded", "wrapped")::zip));
        }

        @Override
        protected Request unknown() throws Exception {
            return upload(once("none.zip", new Packed().text("docs/README.md", "no model")::zip));
        }

        @Override
        protected boolean resumes() {
            return false;
        }
    }

    @Nested
    class TarGz extends Local {
        @Override
        protected Request known() throws Exception {
            Packed packed = new Packed().model("tiny-bert-sharded", "");
            return upload(once("flat.tar.gz", file -> packed.tarGz(file, List.of())));
        }

        @Override
        protected Request unknown() throws Exception {
            return upload(once("text.zip", file -> Files.writeString(file, "this is no archive at all")));
        }

        @Override
        protected boolean resumes() {
            return false;
        }
    }

    @Nested
    class Directory extends Local {
        @Override
        protected Map<String, String> settings() {
            return Map.of("roots", directory.toString());
        }

        @Override
        protected Request known() throws Exception {
            Path place = once("models", new Packed().model("tiny-bert-sharded", "")::directory);
            return new Request(Map.of("path", place.toString()), Map.of());
        }

        @Override
        protected Request unknown() {
            return new Request(Map.of("path", directory.resolve("nowhere").toString()), Map.of());
        }

        @Override
        protected boolean resumes() {
            return true;
        }

        @Override
        protected Optional<Request> hostile() throws Exception {
            Path place = once("odd", new Packed().model("tiny-bert", "").text("a\\..\\b.json", "{}")::directory);
            return Optional.of(new Request(Map.of("path", place.toString()), Map.of()));
        }
    }
}
