package dev.modeldock.server.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeHub;
import dev.modeldock.server.it.Chromium.Seen;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in the browser while they run, and the form of a source with its plan. */
class PageJobsIT {
    private static final int SIZE = 40 << 20;

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static FakeHub hub;
    private static Chromium chromium;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        hub = new FakeHub();
        dock = RunningDock.with(temp.resolve("data"))
                .set("source.huggingface.endpoint", hub.url().toString())
                .start();
    }

    @AfterAll
    static void stop() {
        if (dock != null) {
            assertEquals(List.of(), dock.faults());
            dock.close();
            hub.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void calm() {
        hub.calm();
    }

    private static void model(String name, int seed) {
        hub.model(name, FakeFiles.tiny("tiny-bert").lfs("model.safetensors", Content.safetensors(seed, SIZE)));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator heading(Page page, String name) {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
    }

    private static int percent(Locator progress) {
        return Integer.parseInt(progress.getAttribute("aria-valuenow"));
    }

    @Test
    void aSourcesFormShowsThePlanAndThenItsJobMoves() {
        model("org/planned", 21);
        hub.onBody("*model.safetensors").slow(8 << 20);
        try (Seen seen = chromium.open(dock, "#/add")) {
            Page page = seen.page();
            page.getByLabel("Model tag").fill("org/planned");
            page.getByText("More options").click();
            page.getByLabel("Alias").fill("tried");
            button(page, "Show the plan").click();
            assertThat(page.locator(".plan-view")).containsText("40.0 MiB to move");
            assertThat(page.locator(".plan-view")).containsText("model.safetensors");
            button(page, "Import").click();
            assertThat(heading(page, "org/planned")).isVisible();
            Locator progress = page.getByRole(AriaRole.PROGRESSBAR);
            int before = Await.until("it has begun", () -> percent(progress), percent -> percent > 0 && percent < 100);
            Await.until("it moves by itself", () -> percent(progress), percent -> percent > before);
            assertThat(page.locator(".figures")).containsText("MiB/s");
            assertThat(page.locator(".badge.good")).hasText("done");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("org/planned"))
                    .click();
            assertThat(page.getByLabel("Version", new Page.GetByLabelOptions().setExact(true)))
                    .containsText("tried");
            seen.assertCalm();
        }
        assertTrue(hub.leaks().isEmpty(), () -> hub.leaks().toString());
    }

    @Test
    void aJobIsPausedTakenUpCancelledAndTriedAgain() {
        model("org/stopped", 22);
        hub.onBody("*model.safetensors").slow(4 << 20);
        try (Seen seen = chromium.open(dock, "#/jobs")) {
            Page page = seen.page();
            assertThat(heading(page, "Jobs")).isVisible();
            assertThat(page.getByText("Live", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            dock.http()
                    .post("/v1/upload/huggingface", Map.of("model_tag", "org/stopped"))
                    .expect(201);
            Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("org/stopped"));
            assertThat(row.locator(".badge")).hasText("running");
            row.getByText("Pause").click();
            assertThat(row.locator(".badge")).hasText("paused");
            row.getByText("Resume").click();
            assertThat(row.locator(".badge")).hasText(Pattern.compile("running|pending"));
            row.getByText("Cancel").click();
            assertThat(row.locator(".badge")).hasText("canceled");
            hub.calm();
            row.getByText("Try again").click();
            assertThat(row.locator(".badge")).hasText("done");
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("Failed").setExact(true))
                    .click();
            assertThat(page.getByText("No job is in this state")).isVisible();
            seen.assertCalm();
        }
    }

    @Test
    void whyAJobFailedIsTold() {
        model("org/broken", 23);
        hub.onBody("*model.safetensors").wrongBytes();
        dock.http()
                .post("/v1/upload/huggingface", Map.of("model_tag", "org/broken"))
                .expect(201);
        try (Seen seen = chromium.open(dock, "#/jobs")) {
            Page page = seen.page();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("org/broken"))
                    .click();
            assertThat(heading(page, "It failed")).isVisible();
            assertThat(page.getByLabel("Why")).containsText("model.safetensors");
            assertThat(button(page, "Try again")).isVisible();
            seen.assertCalm();
        }
    }

    @Test
    void sourcesTellWhetherTheyAreWell() {
        try (Seen seen = chromium.open(dock, "#/sources")) {
            Page page = seen.page();
            Locator source = page.getByLabel("huggingface");
            source.getByText("Check").click();
            assertThat(source.locator(".outcome")).containsText("Nothing is wrong");
            assertThat(source).containsText(hub.url().toString());
            seen.assertCalm();
        }
    }
}
