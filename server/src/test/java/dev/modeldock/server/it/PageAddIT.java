package dev.modeldock.server.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.DropPayload;
import dev.modeldock.server.it.Chromium.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dropping things onto the page: archives and folders, and going on after the browser and the dock were killed. */
class PageAddIT {
    private static final int LARGE = 120 << 20;
    private static final double PATIENCE = 60_000;

    @TempDir
    Path temp;

    private Playwright playwright;
    private RunningDock dock;

    @BeforeEach
    void start() throws IOException {
        playwright = Chromium.playwright();
        // The same address after a restart: what a browser remembers belongs to an address.
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        dock = RunningDock.with(temp.resolve("data"))
                .flags("--port", Integer.toString(port))
                .start();
    }

    @AfterEach
    void stop() {
        if (dock != null) {
            assertEquals(List.of(), dock.faults());
            dock.close();
        }
        if (playwright != null) {
            playwright.close();
        }
    }

    private Seen browser() {
        BrowserContext context = playwright
                .chromium()
                .launchPersistentContext(
                        temp.resolve("profile"),
                        new BrowserType.LaunchPersistentContextOptions()
                                .setExecutablePath(Chromium.program("chromium"))
                                .setHeadless(true)
                                .setViewportSize(1280, 800));
        Seen seen = Seen.of(context, context.pages().get(0));
        seen.page().navigate(dock.http().base() + "/#/add");
        return seen;
    }

    /** All of its processes at once, as when the machine loses power. */
    private void killBrowser() {
        String profile = temp.resolve("profile").toString();
        List<ProcessHandle> all = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(profile))
                .toList();
        assertTrue(!all.isEmpty(), "the browser's processes name its profile");
        all.forEach(ProcessHandle::destroyForcibly);
        Await.until("the browser is gone", () -> all.stream().noneMatch(ProcessHandle::isAlive), gone -> gone);
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private Path folder(Map<String, byte[]> files) throws IOException {
        Path folder = Files.createDirectory(temp.resolve("dropped"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return folder;
    }

    private static Map<String, byte[]> awkward() {
        Map<String, byte[]> files = new TreeMap<>(TinyModels.files("tiny-bert"));
        byte[] noise = new byte[LARGE];
        new Random(5).nextBytes(noise);
        files.put("notes.txt", noise);
        files.put("empty.txt", new byte[0]);
        files.put("sub dir/ä ñ 字.txt", "names".getBytes(StandardCharsets.UTF_8));
        files.put(
                "deep/" + "d".repeat(90) + "/" + "e".repeat(90) + "/f.txt", "prefix".getBytes(StandardCharsets.UTF_8));
        files.put("long-" + "n".repeat(150) + ".txt", "pax".getBytes(StandardCharsets.UTF_8));
        return files;
    }

    private boolean isWrittenDown(String session) {
        try (Stream<Path> all = Files.walk(temp.resolve("profile"))) {
            return all.filter(path -> path.toString().contains("Local Storage"))
                    .filter(Files::isRegularFile)
                    .anyMatch(path -> holds(path, session));
        } catch (UncheckedIOException | IOException moved) {
            return false;
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void aFolderGoesOnAfterTheBrowserAndTheDockWereKilled() throws IOException {
        Map<String, byte[]> files = awkward();
        Path folder = folder(files);
        Files.createDirectory(folder.resolve(".git"));
        Files.writeString(folder.resolve(".git/config"), "left out");
        Seen first = browser();
        first.page().setInputFiles("input.folder", folder);
        assertThat(first.page().getByText(Pattern.compile("left out: .git"))).isVisible();
        button(first.page(), "Send it").click();
        String session = Await.until(
                "it has begun",
                () -> (String) first.page()
                        .evaluate("JSON.parse(localStorage.getItem('modeldock.uploads') ?? '[]')[0]?.session ?? ''"),
                id -> !id.isEmpty());
        String path = "/api/public/files/session/" + session;
        long here = Await.until(
                "some of it is here",
                () -> dock.http()
                        .get(path)
                        .expect(200)
                        .json()
                        .path("receivedBytes")
                        .asLong(),
                bytes -> bytes >= 16 << 20);
        assertTrue(here < LARGE, () -> here + " bytes were here before the kill");
        dock.kill9();
        assertThat(first.page().locator(".upload")).containsText("Trying again in");
        Await.until("the browser has written it down", () -> isWrittenDown(session), written -> written);
        killBrowser();
        dock.startAgain();
        try (Seen second = browser()) {
            Page page = second.page();
            assertThat(page.locator(".unfinished"))
                    .containsText(Pattern.compile("Drop it again to go on, [1-9]\\d? % is here"));
            page.setInputFiles("input.folder", folder);
            Locator upload = page.locator("section.upload");
            assertThat(upload).containsText("were here");
            page.getByText("See it being unpacked").click(new Locator.ClickOptions().setTimeout(PATIENCE));
            assertThat(page.locator(".badge.good"))
                    .hasText("done", new LocatorAssertions.HasTextOptions().setTimeout(PATIENCE));
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("local/dropped"))
                    .click();
            assertThat(page).hasTitle("local/dropped · Modeldock");
            second.assertCalm();
        }
        ModelView.get(dock.http(), "local/dropped").assertFiles(files);
    }

    @Test
    void anArchiveIsDroppedUnderAnotherName() throws IOException {
        Path archive = Files.write(temp.resolve("packed.tar"), Archives.tar(TinyModels.files("tiny-lora")));
        try (Seen seen = browser()) {
            Page page = seen.page();
            page.locator(".drop").drop(new DropPayload().setFiles(archive));
            page.getByLabel("Name of the model").fill("renamed");
            button(page, "Send it").click();
            page.getByText("See it being unpacked").click();
            assertThat(page.locator(".badge.good")).hasText("done");
            seen.assertCalm();
        }
        ModelView.get(dock.http(), "local/renamed").assertFiles(TinyModels.files("tiny-lora"));
    }

    @Test
    void whatTheDockRefusesIsToldAndNothingIsLeft() throws IOException {
        Path wrong = Files.writeString(temp.resolve("letter.docx"), "no model");
        try (Seen seen = browser()) {
            Page page = seen.page();
            page.locator(".drop").drop(new DropPayload().setFiles(wrong));
            button(page, "Send it").click();
            Locator upload = page.locator("section.upload");
            assertThat(upload.getByRole(AriaRole.ALERT)).containsText("docx");
            upload.getByText("Give up").click();
            assertThat(upload).hasCount(0);
        }
        assertEquals(List.of(), List.copyOf(dock.staging()));
    }
}
