package dev.modeldock.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the tar, gzip, zstd, xz and bzip2 of the system pack is read. */
class GnuTarTest {
    private static final String LONG = "a-rather-long-segment-of-a-name-".repeat(5) + "/" + "and-another-".repeat(10);

    @TempDir
    Path work;

    private Path model;

    @BeforeEach
    void pack() throws Exception {
        model = Files.createDirectories(work.resolve("model"));
        Files.createDirectories(model.resolve(LONG).getParent());
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(model.resolve("größe.txt"), "x".repeat(100_000));
        Files.writeString(model.resolve(LONG), "long");
        Files.createLink(model.resolve("hard"), model.resolve("config.json"));
        assumeTrue(run("tar", "--version") == 0, "no tar on this system");
    }

    @ParameterizedTest
    @CsvSource({
        "gnu,--no-auto-compress,TAR",
        "pax,--no-auto-compress,TAR",
        "gnu,--gzip,TAR_GZ",
        "pax,--zstd,TAR_ZST",
        "gnu,--xz,TAR_XZ",
        "pax,--bzip2,TAR_BZ2"
    })
    void readsEveryPacking(String format, String packing, ContentKind kind) throws Exception {
        Path tar = work.resolve("packed");
        assumeTrue(
                run("tar", "--format=" + format, packing, "--sort=name", "-C", model.toString(), "-cf", tar + "", ".")
                        == 0,
                "tar cannot do " + packing + " here");
        Archives archives = new Archives(ArchiveLimits.DEFAULT);
        PackedContent content = PackedContent.of(tar, "model.zip");
        assertEquals(kind, archives.kind(content));
        ArchiveContents contents = new ArchiveContents();
        archives.open(content).read(contents);
        assertEquals(
                Map.of("config.json", "{}", "größe.txt", "x".repeat(100_000), LONG, "long", "hard", "-> config.json"),
                contents.texts);
    }

    private int run(String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("log").toFile())
                    .start();
            return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
