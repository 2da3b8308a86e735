package dev.modeldock.server.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeHub;
import dev.modeldock.server.it.Chromium.Look;
import dev.modeldock.server.it.Chromium.Seen;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How each view looks: axe finds no serious fault, nothing is wider than a phone, the console stays empty, and nothing
 * moves once it is there. The pictures lie in {@code target/pictures}.
 */
class PageLooksTrial {
    private static final Path PICTURES = Path.of("target", "pictures");
    private static final Set<String> GRAVE = Set.of("serious", "critical");
    private static final List<Look> LOOKS = List.of(Look.LIGHT, Look.DARK, Look.PHONE, Look.NARROW);
    private static final String MODEL = "#/models/acme/review-classifier";
    private static final String CARD = """
            ---
            license: apache-2.0
            language: [en, de]
            pipeline_tag: text-classification
            ---
            # Review classifier

            Tells *good* from *bad* reviews, in English and German. It is small enough for an edge box.

            ## How to use

            ```python
            from transformers import pipeline
            classify = pipeline("text-classification", model="acme/review-classifier")
            classify("Calm, dense, and it just works.")
            ```

            ## Results

            | Dataset | Accuracy | F1 | Notes |
            |---|---|---|---|
            | reviews-en | 0.912 | 0.908 | held out |
            | reviews-de | 0.887 | 0.881 | held out |

            > Not meant for decisions about people.
            """;

    /** The first words of cells of a row that cover each other. */
    private static final String OVERLAPS = """
            () => [...document.querySelectorAll('table.rows tbody tr')].flatMap(row => {
              const boxes = [...row.cells].map(cell => [cell.textContent.trim().slice(0, 20), cell.getBoundingClientRect()])
                .filter(([, box]) => box.width > 0 && box.height > 0);
              return boxes.flatMap(([text, a], i) => boxes.slice(i + 1)
                .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
                .map(([other]) => `${text} / ${other}`));
            })""";

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static RunningDock empty;
    private static FakeHub hub;
    private static Chromium chromium;
    private static String failed;
    private static String done;
    private static String first;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        hub = new FakeHub();
        empty = RunningDock.on(temp.resolve("empty"));
        dock = RunningDock.with(temp.resolve("data"))
                .set("source.huggingface.endpoint", hub.url().toString())
                .start();
        int seed = 1;
        for (String name : List.of(
                "acme/sentence-encoder",
                "acme/ocr-base",
                "north/detector-s",
                "north/detector-l",
                "lab/speech-tiny",
                "lab/speech-large-with-a-rather-long-name-v2")) {
            hub.model(
                    name,
                    FakeFiles.tiny("tiny-bert")
                            .lfs("model.safetensors", Content.safetensors(seed++, (long) seed << 19)));
            bring(name);
        }
        Map<String, byte[]> adapter = new TreeMap<>(TinyModels.files("tiny-lora"));
        dock.imports().send("adapter.tar", Archives.tar(adapter)).success();
        hub.model("acme/review-classifier", FakeFiles.tiny("tiny-bert-sharded").file("README.md", "# first"));
        bring("acme/review-classifier");
        first = dock.http()
                .get("/v1/models/acme/review-classifier/receipt")
                .json()
                .at("/version/commit")
                .asText();
        hub.model("acme/review-classifier")
                .commit("main", FakeFiles.none().file("README.md", CARD).file("labels.txt", "good\nbad\n"));
        done = bring("acme/review-classifier").path("id").asText();
        hub.model(
                "north/broken", FakeFiles.tiny("tiny-bert").lfs("model.safetensors", Content.safetensors(99, 1 << 20)));
        hub.onBody("*model.safetensors").wrongBytes();
        failed = bring("north/broken").path("id").asText();
        hub.calm();
    }

    private static JsonNode bring(String name) {
        return UploadTasks.awaitEnd(
                dock.http(),
                dock.http()
                        .post("/v1/upload/huggingface", Map.of("model_tag", name))
                        .expect(201));
    }

    @AfterAll
    static void stop() {
        if (dock != null) {
            assertEquals(List.of(), dock.faults());
            dock.close();
            empty.close();
            hub.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private static void assertFine(Seen seen, String name) {
        Page page = seen.page();
        assertThat(page.locator("main")
                        .locator("table.rows, .panel, .empty, form")
                        .first())
                .isVisible();
        // What is on its way has its room already, but is not what is to be looked at.
        assertThat(page.locator(".waiting")).hasCount(0);
        page.evaluate("() => document.fonts.ready");
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
        List<String> grave = new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .filter(rule -> GRAVE.contains(rule.getImpact()))
                        .map(PageLooksTrial::told)
                        .toList();
        assertEquals(List.of(), grave, name);
        int beyond = (Integer) page.evaluate("document.documentElement.scrollWidth - innerWidth");
        assertTrue(beyond <= 0, () -> name + " is " + beyond + " pixels too wide");
        assertEquals(List.of(), page.evaluate(OVERLAPS), name + ": cells lie on each other");
        seen.assertCalm();
    }

    private static String told(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " "
                + rule.getNodes().stream().map(node -> node.getHtml()).limit(5).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models #/models",
                "nothing-found #/models?search=zzzz",
                "card " + MODEL,
                "files " + MODEL + "/files",
                "tensors " + MODEL + "/tensors",
                "versions " + MODEL + "/versions",
                "changes " + MODEL + "/versions?to=main&from=FIRST",
                "receipt " + MODEL + "/receipt",
                "use " + MODEL + "/use",
                "manage " + MODEL + "/manage",
                "jobs #/jobs",
                "job-done #/jobs/DONE",
                "job-failed #/jobs/FAILED",
                "add #/add",
                "sources #/sources"
            })
    void eachViewIsFineInEachLook(String view) {
        String[] nameAndPlace = view.split(" ", 2);
        String place =
                nameAndPlace[1].replace("FIRST", first).replace("DONE", done).replace("FAILED", failed);
        for (Look look : LOOKS) {
            try (Seen seen = chromium.open(dock, look, place)) {
                assertFine(seen, nameAndPlace[0] + "-" + look.name());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "jobs"})
    void whereNothingIsYetThePageSaysWhatToDo(String view) {
        for (Look look : LOOKS) {
            try (Seen seen = chromium.open(empty, look, "#/" + view)) {
                assertThat(seen.page().locator(".empty pre")).containsText("curl -X POST http://");
                assertFine(seen, "empty-" + view + "-" + look.name());
            }
        }
    }

    @Test
    void theMenuOfAPhoneLeadsToEachView() {
        try (Seen seen = chromium.open(dock, Look.NARROW, "")) {
            Page page = seen.page();
            page.getByLabel("Menu").click();
            assertFine(seen, "menu-narrow");
            page.locator(".rail nav a[href='#/jobs']").click();
            assertThat(page.locator("h1")).hasText("Jobs");
            assertThat(page.locator(".rail nav")).isHidden();
        }
    }

    @Test
    void signingInIsFineInEachLook() {
        for (Look look : LOOKS) {
            try (Seen seen = chromium.open(dock, look, "")) {
                seen.context().setExtraHTTPHeaders(Map.of("X-Forwarded-For", "192.0.2.1"));
                seen.page().reload();
                assertThat(seen.page().getByLabel("Key")).isVisible();
                // That a key is needed is an answer with 401, which browsers note.
                seen.console().removeIf(line -> line.contains("401"));
                assertFine(seen, "sign-in-" + look.name());
            }
        }
    }

    @Test
    void nothingMovesOnceItIsThere() {
        for (String place : List.of("#/models", MODEL + "/tensors", "#/jobs", "#/add")) {
            try (Seen seen = chromium.open(dock, Look.LIGHT, place)) {
                assertThat(seen.page().locator(".waiting")).hasCount(0);
                double shift = ((Number) seen.page().evaluate("""
                        () => new Promise(done => {
                          let sum = 0;
                          new PerformanceObserver(list => list.getEntries().forEach(entry => {
                            sum += entry.hadRecentInput ? 0 : entry.value;
                          })).observe({type: 'layout-shift', buffered: true});
                          requestAnimationFrame(() => setTimeout(() => done(sum), 100));
                        })""")).doubleValue();
                assertTrue(shift < 0.1, () -> place + " shifts by " + shift);
            }
        }
    }
}
