package dev.modeldock.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the page hold together: what one names is there, nothing else is, and all of them are small. */
class AssetsTest {
    private static final int MOST_PACKED = 300 * 1024;
    private static final int LONGEST_FILE = 250;
    private static final Pattern NAMED = Pattern.compile("/assets/([A-Za-z0-9.-]+)");

    private final Assets assets = new Assets();

    private static List<Path> own() throws IOException, URISyntaxException {
        Path folder = Path.of(AssetsTest.class
                        .getResource("/dev/modeldock/server/web/" + Assets.PAGE)
                        .toURI())
                .getParent();
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().matches(".*\\.(?:js|css|html|svg)"))
                    .sorted()
                    .toList();
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    @Test
    void whatTheFilesNameIsThereAndAllTogetherIsSmall() throws Exception {
        TreeSet<String> names = new TreeSet<>();
        for (Path file : own()) {
            names.add(file.getFileName().toString());
            Matcher named = NAMED.matcher(text(file));
            while (named.find()) {
                names.add(named.group(1));
            }
        }
        assertTrue(names.size() > 20, names::toString);
        int packed = 0;
        for (String name : names) {
            Asset asset = assets.find(name).orElseThrow(() -> new AssertionError("nothing is called " + name));
            packed += asset.packed().orElse(asset.bytes()).length;
        }
        int all = packed;
        assertTrue(all < MOST_PACKED, () -> "the page has " + all + " bytes, packed");
    }

    /** The policy of the page forbids all of these, and a browser would only say so to nobody. */
    @Test
    void noScriptAndNoStyleStandsInMarkup() throws Exception {
        Pattern handler = Pattern.compile("<[^>]*\\son[a-z]+=[^>]*>");
        for (Path file : own()) {
            String text = text(file);
            String name = file.getFileName().toString();
            if (name.endsWith(".html")) {
                assertFalse(text.contains("<style") || text.contains("style="), name);
                assertFalse(
                        Pattern.compile("<script(?![^>]*\\ssrc=)").matcher(text).find(), name);
                assertFalse(handler.matcher(text).find(), name);
            } else if (name.endsWith(".js")) {
                assertFalse(
                        Pattern.compile("[^.]\\bstyle=[\"$]").matcher(text).find(), name + " has a style attribute");
                assertFalse(text.contains("unsafeHTML") || text.contains("eval("), name);
            }
            assertFalse(
                    Pattern.compile("https?://(?!www\\.w3\\.org/)[a-z]")
                            .matcher(text)
                            .find(),
                    name + " leads outside");
        }
    }

    @Test
    void theFilesAreShort() throws Exception {
        for (Path file : own()) {
            long lines = text(file).lines().count();
            assertTrue(lines <= LONGEST_FILE, () -> file.getFileName() + " has " + lines + " lines");
        }
    }

    @Test
    void aLibraryCarriesItsVersionAndItsOwnFilesDoNot() {
        assertTrue(assets.find("lit-html-3.3.2.js").orElseThrow().versioned());
        assertFalse(assets.find("app.js").orElseThrow().versioned());
        assertEquals(
                "text/css; charset=utf-8", assets.find("base.css").orElseThrow().mediaType());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "../web/index.html",
                "package-info.class",
                "WebRoutes.class",
                "lit-html-0.0.0.js",
                "lit-html-3.3.2.css",
                "lit-html-..js",
                "marked-../../x.js",
                "purify-3.3.3.js/",
                "index.html\0",
                "INDEX.HTML"
            })
    void nothingElseIsHandedOut(String name) {
        assertTrue(assets.find(name).isEmpty());
    }
}
