package dev.modeldock.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tar that the page computes, made by Node and read by Commons Compress: what no browser test can be large enough for. */
class TarScriptTest {
    private static final long HUGE = 20L << 30;

    @TempDir
    private Path folder;

    private byte[] run(String script) throws IOException, InterruptedException {
        Path module = folder.resolve("tar.mjs");
        try (var in = TarScriptTest.class.getResourceAsStream("/dev/modeldock/server/web/tar.js")) {
            Files.write(module, in.readAllBytes());
        }
        Path main = Files.writeString(folder.resolve("main.mjs"), "import {Tar} from './tar.mjs';\n" + script);
        Process node;
        try {
            node = new ProcessBuilder("node", main.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException missing) {
            assertNotEquals("true", System.getenv("CI"), "CI must have node installed");
            assumeTrue(false, "node is not installed; the page's script is run with it");
            return new byte[0];
        }
        byte[] out = node.getInputStream().readAllBytes();
        assertTrue(
                node.waitFor(30, TimeUnit.SECONDS) && node.exitValue() == 0,
                () -> new String(out, StandardCharsets.UTF_8));
        return Base64.getDecoder().decode(new String(out, StandardCharsets.UTF_8).strip());
    }

    private static String file(String path, long size) {
        return "{path: '" + path + "', size: " + size + ", modified: 1700000000999, blob: {slice: () => new Blob([])}}";
    }

    @Test
    void aFileOfTwentyGibibytesHasItsSizeAndItsPlace() throws Exception {
        byte[] head = run("const tar = new Tar([" + file("big/ü.bin", HUGE) + ", " + file("z", 0) + "]);\n"
                + "const own = 3 * 512;\n"
                + "if (tar.size !== own + " + HUGE + " + 512 + 1024) throw new Error('size ' + tar.size);\n"
                + "const ends = await tar.slice(tar.size - 1024 - 512, tar.size).arrayBuffer();\n"
                + "const all = Buffer.concat([Buffer.from(await tar.slice(0, own).arrayBuffer()), Buffer.from(ends)]);\n"
                + "console.log(all.toString('base64'));");
        assertEquals(3 * 512 + 3 * 512, head.length);
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(head), "UTF-8")) {
            TarArchiveEntry entry = tar.getNextEntry();
            assertEquals("big/ü.bin", entry.getName());
            assertEquals(HUGE, entry.getSize());
            assertEquals(1_700_000_000_000L, entry.getLastModifiedDate().getTime());
        }
    }

    @Test
    void anyPartIsThatPartOfTheWhole() throws Exception {
        byte[] whole = run("""
                const files = [];
                for (let i = 0; i < 40; i++) {
                  const bytes = new Uint8Array(i * 97 % 1500).fill(65 + i % 26);
                  files.push({path: (i % 3 ? 'short/' : 'a-rather-long-directory-name/'.repeat(7)) + i, size: bytes.length, modified: 0, blob: new Blob([bytes])});
                }
                const tar = new Tar(files);
                const whole = Buffer.from(await tar.slice(0, tar.size).arrayBuffer());
                for (let from = 0; from < tar.size; from += 701) {
                  for (const length of [1, 512, 701, 5000]) {
                    const part = Buffer.from(await tar.slice(from, Math.min(tar.size, from + length)).arrayBuffer());
                    if (!part.equals(whole.subarray(from, from + length))) throw new Error(`at ${from}, ${length}`);
                  }
                }
                console.log(whole.toString('base64'));
                """);
        int count = 0;
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(whole), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                byte[] content = tar.readAllBytes();
                assertEquals(count * 97 % 1500, content.length, entry.getName());
                assertTrue(entry.getName().endsWith("/" + count), entry.getName());
                count++;
            }
        }
        assertEquals(40, count);
    }
}
