package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The Chromium of this machine without a window, driven through the Node of this machine. Nothing is downloaded. */
final class Chromium implements AutoCloseable {
    private static final double PATIENCE_MILLIS = 30_000;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Start it; where it or Node is missing the test is skipped, and in CI it fails. */
    static Chromium start() {
        Playwright playwright = playwright();
        return new Chromium(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(program("chromium"))
                                .setHeadless(true)));
    }

    static Playwright playwright() {
        List.of("chromium", "node")
                .forEach(program -> assumeTrue(
                        Tools.has(program), () -> program + " is not installed; the page is looked at with it"));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        return Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1",
                        "PLAYWRIGHT_NODEJS_PATH",
                        program("node").toString())));
    }

    static Path program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    /** How somebody looks at the page. */
    record Look(String name, int width, int height, boolean dark) {
        static final Look LIGHT = new Look("light", 1280, 800, false);
        static final Look DARK = new Look("dark", 1280, 800, true);
        static final Look PHONE = new Look("phone", 390, 844, false);
        static final Look NARROW = new Look("narrow", 360, 740, true);
    }

    /** A browser of its own, which knows nothing yet, at the page of a dock. */
    Seen open(RunningDock dock, Look look, String place) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(look.width(), look.height())
                .setColorScheme(look.dark() ? ColorScheme.DARK : ColorScheme.LIGHT));
        Seen seen = Seen.of(context, context.newPage());
        seen.page().navigate(dock.http().base() + "/" + place);
        return seen;
    }

    Seen open(RunningDock dock, String place) {
        return open(dock, Look.LIGHT, place);
    }

    /** A page, and whatever its console said that nobody wants to read there. */
    record Seen(BrowserContext context, Page page, List<String> console) implements AutoCloseable {
        static Seen of(BrowserContext context, Page page) {
            List<String> console = Collections.synchronizedList(new ArrayList<>());
            page.setDefaultTimeout(PATIENCE_MILLIS);
            page.onConsoleMessage(message -> {
                if (List.of("error", "warning").contains(message.type())) {
                    console.add(message.type() + ": " + message.text() + " at " + message.location());
                }
            });
            page.onPageError(error -> console.add("thrown: " + error));
            return new Seen(context, page, console);
        }

        /** Go to another place of the page. */
        Seen at(String place) {
            page.evaluate("place => { location.hash = place; }", place);
            return this;
        }

        void assertCalm() {
            assertEquals(List.of(), List.copyOf(console), "the console stays empty");
        }

        @Override
        public void close() {
            context.close();
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
