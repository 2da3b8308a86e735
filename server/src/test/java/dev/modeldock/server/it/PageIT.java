package dev.modeldock.server.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.modeldock.server.it.Chromium.Seen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on the running jar in a real browser: the shell, the list of models, and all that is told of one. */
class PageIT {
    private static final String CARD = """
            ---
            license: mit
            ---
            # Told by its card

            A [config](config.json) and ![a pixel](pixel.png), ![elsewhere](https://pictures.invalid/x.png), ![lost](lost.png),
            ![broken](100%.png), ![host](http://[), [out](..%2F..%2F..%2F..%2Fv1%2Fstorage), [up](../../../v1/storage).

            <script>document.title = 'stolen'</script><img src="x" onerror="document.title = 'stolen'">
            <a href="javascript:alert(1)">click</a> <form action="/v1/models"><input name="x"></form>

            | a | b |
            |---|---|
            | 1 | 2 |
            """;

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Chromium chromium;
    private static String first;

    @BeforeAll
    static void start() throws IOException {
        chromium = Chromium.start();
        Path laid = Files.createDirectory(temp.resolve("laid"));
        dock = RunningDock.with(temp.resolve("data"))
                .set("materialize.directories", laid.toString())
                .start();
        Map<String, byte[]> files = new TreeMap<>(TinyModels.files("tiny-bert"));
        files.put("README.md", "# before".getBytes(StandardCharsets.UTF_8));
        publish("shown", files);
        first = dock.http()
                .get("/v1/models/local/shown/receipt")
                .json()
                .at("/version/commit")
                .asText();
        files.put("README.md", CARD.getBytes(StandardCharsets.UTF_8));
        files.put(
                "pixel.png",
                Base64.getDecoder()
                        .decode(
                                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));
        publish("shown", files);
        publish("lonely", TinyModels.files("tiny-lora"));
    }

    @AfterAll
    static void stop() {
        if (dock != null) {
            assertEquals(List.of(), dock.faults());
            dock.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    private static void publish(String name, Map<String, byte[]> files) {
        dock.imports().send(name + ".tar", Archives.tar(files));
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    @Test
    void modelsAreSearchedAndTheSearchStaysInTheAddress() {
        try (Seen seen = chromium.open(dock, "")) {
            Page page = seen.page();
            assertThat(link(page, "local/shown")).isVisible();
            assertThat(page).hasTitle("Models · Modeldock");
            page.keyboard().press("/");
            page.keyboard().type("lone");
            assertThat(link(page, "local/shown")).hasCount(0);
            assertThat(link(page, "local/lonely")).isVisible();
            assertThat(page).hasURL(Pattern.compile("search=lone"));
            page.reload();
            assertThat(page.getByRole(AriaRole.SEARCHBOX)).hasValue("lone");
            page.getByLabel("Kind").selectOption("gguf");
            assertThat(page.getByText("No model is like that")).isVisible();
            page.goBack();
            assertThat(link(page, "local/lonely")).isVisible();
            link(page, "local/lonely").click();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("local/lonely")))
                    .isVisible();
            page.goBack();
            assertThat(page.getByRole(AriaRole.SEARCHBOX)).hasValue("lone");
            seen.assertCalm();
        }
    }

    @Test
    void aModelThatComesIsThereWithoutAnybodyAsking() {
        try (Seen seen = chromium.open(dock, "#/models?search=arriving")) {
            assertThat(seen.page().getByText("No model is like that")).isVisible();
            publish("arriving", TinyModels.variant("arriving"));
            assertThat(link(seen.page(), "local/arriving")).isVisible();
            seen.assertCalm();
        }
    }

    @Test
    void aCardIsShownAndDoesNothing() {
        try (Seen seen = chromium.open(dock, "#/models/local/shown")) {
            Page page = seen.page();
            Locator card = page.locator(".card");
            assertThat(card.getByRole(AriaRole.HEADING, new Locator.GetByRoleOptions().setName("Told by its card")))
                    .isVisible();
            assertThat(card.locator("table")).isVisible();
            assertThat(card.locator("img")).hasCount(1);
            assertTrue(
                    (Boolean) card.locator("img")
                            .evaluate("image => image.decode().then(() => image.naturalWidth === 1)"),
                    "a picture of the model is shown");
            assertThat(card.getByText("elsewhere")).hasAttribute("href", "https://pictures.invalid/x.png");
            assertThat(card.getByText("lost")).isVisible();
            assertThat(card.getByText("broken")).isVisible();
            assertThat(card.locator("[href*='v1/storage']:not([href*='/files/v1/storage'])"))
                    .hasCount(0);
            assertThat(card.locator("a").filter(new Locator.FilterOptions().setHasText("out")))
                    .not()
                    .hasAttribute("href", Pattern.compile(".*\\.\\..*"));
            assertThat(card.locator("script, form, input, [onerror], [href^=javascript]"))
                    .hasCount(0);
            assertTrue(card.getByText("config")
                    .getAttribute("href")
                    .startsWith("/v1/models/local/shown/files/config.json"));
            assertThat(page).hasTitle("local/shown · Modeldock");
            seen.assertCalm();
        }
    }

    @Test
    void filesTensorsVersionsAndTheReceiptAreTold() {
        try (Seen seen = chromium.open(dock, "#/models/local/shown/files")) {
            Page page = seen.page();
            Download file = page.waitForDownload(() -> link(page, "config.json").click());
            assertArrayEquals(TinyModels.files("tiny-bert").get("config.json"), bytes(file));
            link(page, "Tensors").click();
            assertThat(page.locator(".legend")).containsText("F32");
            page.getByRole(AriaRole.SEARCHBOX).fill("word_embeddings");
            assertThat(page.locator("table tbody tr").first()).containsText("word_embeddings");
            link(page, "Versions").click();
            assertThat(page.locator("table.versions tbody tr")).hasCount(2);
            link(page, "what changed").click();
            assertThat(page.locator("table.changes")).containsText("pixel.png");
            assertThat(page.locator("table.changes .changed")).hasCount(1);
            page.goBack();
            page.getByLabel("Alias", new Page.GetByLabelOptions().setExact(true))
                    .fill("production");
            page.getByLabel("Version", new Page.GetByLabelOptions().setExact(true))
                    .last()
                    .selectOption(first);
            button(page, "Set the alias").click();
            assertThat(page.locator("table.versions tbody tr").last()).containsText("production");
            page.getByLabel("Version", new Page.GetByLabelOptions().setExact(true))
                    .first()
                    .selectOption("production");
            link(page, "Receipt").click();
            assertThat(page.locator("main")).containsText(first);
            button(page, "Verify the stored bytes").click();
            assertThat(page.getByText(Pattern.compile("All \\d+ files"))).isVisible();
            seen.assertCalm();
        }
    }

    private static byte[] bytes(Download download) {
        try {
            return Files.readAllBytes(download.path());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void itIsHandedOutLaidOutAndTakenAway() {
        publish("leaving", TinyModels.heavy(11, 100_000));
        try (Seen seen = chromium.open(dock, "#/models/local/leaving/use")) {
            Page page = seen.page();
            assertThat(page.locator("pre").first()).containsText("hf download local/leaving");
            seen.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
            button(page, "Copy: lines for curl").click();
            String copied = (String) page.evaluate("navigator.clipboard.readText()");
            assertTrue(
                    copied.startsWith("curl -L -O http://") && copied.contains("/local/leaving/resolve/main/"), copied);
            Download archive = page.waitForDownload(() -> button(page, "zip").click());
            TinyModels.assertSame(TinyModels.heavy(11, 100_000), Archives.unwrapped(Archives.unzip(bytes(archive))));
            button(page, "Lay it out").click();
            assertThat(page.locator(".laid"))
                    .containsText(temp.resolve("laid/leaving").toString());
            assertTrue(Files.exists(temp.resolve("laid/leaving/config.json")));
            link(page, "Manage").click();
            button(page, "Delete this model").click();
            assertThat(page.getByText(Pattern.compile("frees 9\\d\\.\\d KiB"))).isVisible();
            button(page, "Delete local/leaving").click();
            assertThat(page).hasTitle("Models · Modeldock");
            assertThat(link(page, "local/leaving")).hasCount(0);
            seen.assertCalm();
        }
        dock.http().get("/v1/models/local/leaving").expect(404);
    }

    @Test
    void whatIsRefusedIsToldInTheDocksOwnWords() {
        try (Seen seen = chromium.open(dock, "#/models/local/shown/manage")) {
            Page page = seen.page();
            page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)).fill("local/lonely");
            button(page, "Save").click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("local/lonely");
            button(page, "Close this message").click();
            assertThat(page.locator(".message")).hasCount(0);
        }
    }

    @Test
    void theThemeIsSwitchedAndRemembered() {
        try (Seen seen = chromium.open(dock, Chromium.Look.DARK, "")) {
            Page page = seen.page();
            button(page, "Use the light theme").click();
            assertThat(page.locator("html")).hasAttribute("data-theme", "light");
            page.reload();
            assertThat(button(page, "Use the dark theme")).isVisible();
            assertThat(page.locator("html")).hasAttribute("data-theme", "light");
            seen.assertCalm();
        }
    }

    @Test
    void theKeyboardReachesTheContentFirst() {
        try (Seen seen = chromium.open(dock, "#/models/local/shown")) {
            Page page = seen.page();
            assertThat(page.locator(".card")).isVisible();
            page.keyboard().press("Tab");
            assertThat(page.getByText("Skip to the content")).isFocused();
            page.keyboard().press("Enter");
            assertThat(page.locator("main")).isFocused();
            assertThat(page).hasURL(Pattern.compile("#/models/local/shown$"));
            seen.assertCalm();
        }
    }

    @Test
    void whoNeedsAKeySignsInWithIt() {
        String key = dock.http()
                .post("/v1/keys", Map.of("name", "page", "user", "local", "scopes", "write"))
                .expect(201)
                .json()
                .path("key")
                .asText();
        try (Seen seen = chromium.open(dock, "#/jobs")) {
            Page page = seen.page();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Jobs")))
                    .isVisible();
            // As through a proxy: there the local user is not let in.
            seen.context().setExtraHTTPHeaders(Map.of("X-Forwarded-For", "192.0.2.1"));
            page.reload();
            page.getByLabel("Key").fill("mdk_wrong");
            button(page, "Sign in").click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("unknown");
            page.getByLabel("Key").fill(key);
            button(page, "Sign in").click();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Jobs")))
                    .isVisible();
            assertEquals("", page.evaluate("document.cookie"), "no script reads the cookie");
            link(page, "Sign out").click();
            assertThat(page.getByLabel("Key")).isVisible();
        }
    }
}
