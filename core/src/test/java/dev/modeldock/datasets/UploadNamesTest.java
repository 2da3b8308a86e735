package dev.modeldock.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadNamesTest {
    private static UploadNames plain() {
        return UploadNames.of(List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "images/a.jpg, 0",
        "a/b/images/x, 2",
        "./images/x, 1",
        "a/images/b/images/x, 1",
        "images/b/images/x, 0",
        "a/images, 0",
        "a/myimages/x, 0",
        "a/Images/x, 0",
        "x/y/z.txt a/images/1 b/c/images/2, 1"
    })
    void theFirstMemberWithImagesTellsHowMuchIsTakenOff(String members, int strip) {
        assertEquals(strip, UploadNames.of(List.of(members.split(" "))).strip());
    }

    @Test
    void soMuchIsTakenOffAllMembers() {
        UploadNames names = UploadNames.of(List.of("kitti/readme", "kitti/images/a.jpg", "kitti/labels/a.txt"));
        assertEquals(Optional.of("readme"), names.target("kitti/readme"));
        assertEquals(Optional.of("images/a.jpg"), names.target("kitti/images/a.jpg"));
        assertEquals(Optional.of("labels/a.txt"), names.target("other/labels/a.txt"));
        assertEquals(Optional.empty(), names.target("top.txt"), "nothing is left of its name");
        assertEquals(Optional.empty(), names.target("kitti/"));
    }

    @Test
    void withoutImagesNamesStayAsTheyAre() {
        assertEquals(Optional.of("train/a"), plain().target("./train/a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata.json",
                "METADATA.JSON",
                "specs",
                "specs/train.json",
                "Logs/a",
                "jobs_metadata/x",
                "jobs.yaml",
                "data.tar.gz",
                ".modeldock",
                ".modeldock-notes/x",
                "8e608aa6-b6ae-42ee-a783-d29e3efbbab9/status.json",
                "8E608AA6-b6ae-42ee-a783-d29e3efbbab9.tar.gz"
            })
    void ourOwnNamesAreRefused(String name) {
        assertTrue(UploadNames.isReserved(name));
        DockException refusal = assertThrows(DockException.class, () -> plain().target(name));
        assertEquals(Problem.INVALID_ARCHIVE, refusal.problem());
        assertTrue(refusal.getMessage().contains(name), refusal.getMessage());
        UploadNames below = UploadNames.of(List.of("d/images/a"));
        assertThrows(DockException.class, () -> below.target("d/" + name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "images/metadata.json",
                "specs.txt",
                "train/specs",
                "my-logs/a",
                "metadata.json.bak",
                "modeldock",
                "8e608aa6-b6ae-42ee-a783-d29e3efbbab9_coco/a",
                "classes.json",
                "images.txt"
            })
    void otherNamesAreNotOurs(String name) {
        assertFalse(UploadNames.isReserved(name));
        assertEquals(Optional.of(name), plain().target(name));
    }

    @Test
    void aNameThatIsTakenOffIsNotOurs() {
        assertEquals(
                Optional.of("images/a"),
                UploadNames.of(List.of("specs/images/a")).target("specs/images/a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "/etc/passwd", "a/../b", "a//b", "C:/x", "a\\b", "a/", ""})
    void unsafeNamesAreRefused(String name) {
        assertThrows(DockException.class, () -> plain().target(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"d/../x", "d//etc/passwd", "d/a/./x", "d/images//x"})
    void namesAreUnsafeAfterTheirStartIsTakenOffToo(String name) {
        assertThrows(
                DockException.class, () -> UploadNames.of(List.of("d/images/a")).target(name));
    }

    @ParameterizedTest
    @CsvSource({"a/x, b/x", "a/x, b/X", "a/x, b/x/y", "a/x/y, b/x", "a/x/y/z, b/x"})
    void twoMembersCannotComeToOnePlace(String first, String second) {
        UploadNames names = UploadNames.of(List.of("a/images/1"));
        names.target(first);
        DockException refusal = assertThrows(DockException.class, () -> names.target(second));
        assertTrue(refusal.getMessage().contains("first 1 parts are taken off"), refusal.getMessage());
    }

    @Test
    void neighboursAreNoClash() {
        UploadNames names = plain();
        for (String name : List.of("a/b", "a/b.txt", "a/b-c/d", "a/c", "a0")) {
            assertEquals(Optional.of(name), names.target(name));
        }
    }
}
