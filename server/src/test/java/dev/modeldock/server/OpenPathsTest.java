package dev.modeldock.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenPathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/health/",
                "//health",
                "//health//",
                "/api/v1/account/exports/ex-1/bert.tar",
                "//api/v1//account/exports/ex-1/bert%20base.tar.gz/",
                "/api/getMediaStream/orgFiles/f-1.wav",
                "//api/getMediaStream//orgFiles/f-1.wav/",
                "/api/v1/login/kg-1",
                "//api/v1//login/kg-1/",
                "/lfs/uploads/anna/ab12/7",
                "//lfs/uploads/anna//ab12/7/",
                "/lfs/uploads/anna/ab12/7/verify",
                "/lfs/uploads/anna/ab12/7/complete",
                "/lfs/uploads/anna/ab12/7/parts/1",
                "/lfs/downloads/ab12/7",
                "/openapi.json",
                "//openapi.yaml/",
                "/docs",
                "/docs/",
                "//docs//swagger-ui.css/",
                "/",
                "//",
                "/assets/app.js",
                "//assets//lit-html-3.3.2.js/"
            })
    void slashesAreCountedAsTheRouterCountsThem(String path) {
        assertTrue(OpenPaths.isOpen(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/v1/models",
                "/assets",
                "/assets/",
                "/assets/..",
                "/assets/%2e%2e",
                "/assets/app.js;x",
                "/assets/resolve/main/config.json",
                "/assets/app/../../v1/models",
                "/openapi",
                "/openapi.xml",
                "/openapi-json",
                "/openapi.json/x",
                "/openapi.json;x",
                "/docs/..",
                "/docs/%2e%2e",
                "/docs/a/b",
                "/docs/../v1/models",
                "/docs/resolve/main/config.json",
                "/healthy",
                "/health/x",
                "/health/../v1/models",
                "/health/..",
                "/health;/../v1/models",
                "/health;x",
                "/%68ealth",
                "/v1/models/health",
                "/api/v1/account/exports",
                "/api/v1/account/exports/",
                "/api/v1/account/exports/ex-1",
                "/api/v1/account/exports/../models",
                "/api/v1/account/exports/ex-1/..",
                "/api/v1/account/exports/ex-1/../../../../../v1/models",
                "/api/v1/account/exports/%2e%2e/%2E%2E",
                "/api/v1/account/exports/.%2e/x",
                "/api/v1/account/exports/./x",
                "/api/v1/account/exports/..;/x",
                "/api/v1/account/exports/ex-1;/x",
                "/api/v1/account/exports/ex-1/a/b",
                "/x//api/v1/account/exports/ex-1/bert.tar",
                "/api/getMediaStream/orgFiles",
                "/api/getMediaStream/orgFiles/",
                "/api/getMediaStream/orgFiles/..",
                "/api/getMediaStream/orgFiles/%2e%2e",
                "/api/getMediaStream/orgFiles/f-1.wav/x",
                "/api/getMediaStream/orgFiles/f-1.wav;/x",
                "/api/getMediaStream/orgFiles/../../../v1/models",
                "/api/getMediaStream/other/f-1.wav",
                "/api/public/files",
                "/api/v1/login",
                "/api/v1/login/",
                "/api/v1/login/..",
                "/api/v1/login/%2e%2e",
                "/api/v1/login/../user/x/dataset",
                "/api/v1/login/kg-1/x",
                "/api/v1/login/kg-1;/x",
                "/api/v1/login;x/kg-1",
                "/api/v1/Login/kg-1",
                "/api/v1/%6cogin/kg-1",
                "/api/v1/auth",
                "/lfs",
                "/lfs/uploads/anna/ab12",
                "/lfs/uploads/anna/ab12/7/parts",
                "/lfs/uploads/anna/ab12/7/parts/1/x",
                "/lfs/uploads/anna/ab12/7/other",
                "/lfs/uploads/anna/ab12/..",
                "/lfs/uploads/anna/%2e%2e/7/verify",
                "/lfs/uploads/anna;x/ab12/7",
                "/lfs/uploads/../../v1/models",
                "/lfs/downloads/ab12",
                "/lfs/downloads/ab12/7/x",
                "/lfs/downloads/../v1",
                "/lfs/resolve/main/config.json",
                "/x/lfs/downloads/ab12/7",
                "/api/v1/user/11111111-1111-1111-1111-111111111111/dataset",
                "/api/v1"
            })
    void nothingElseIsOpen(String path) {
        assertFalse(OpenPaths.isOpen(path));
    }
}
