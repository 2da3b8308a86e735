package dev.modeldock.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/login/SECRET",
                "/api/v1/login/SECRET/",
                "//api//v1//login//SECRET",
                "/api/v1/LOGIN/SECRET",
                "/api/v1/login/SECRET/more/SECRET",
                "/api/v1/login;x=1/SECRET",
                "/api/v1/%6Cogin/SECRET",
                "/api/v1/l%6fg%69%4e/SECRET",
                "/%61pi/v1/login/a/../SECRET",
                "/api/v1/login/a\nSECRET"
            })
    void theKeyOfALoginIsNotShown(String path) {
        String shown = Shown.path(path);
        assertFalse(shown.contains("SECRET"), shown);
        assertEquals('…', shown.charAt(shown.length() - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/login", "/api/v1/login/", "/api/v1/logs/x", "/v1/models/a%2Fb", "/"})
    void whatHoldsNoKeyIsShown(String path) {
        assertEquals(path, Shown.path(path));
    }

    @Test
    void foreignTextIsShortAndOfOneLine() {
        assertEquals("a?b?", Shown.text("a\nb\u0007"));
        assertEquals("x".repeat(80) + "…", Shown.text("x".repeat(81)));
    }
}
