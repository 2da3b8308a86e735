package dev.modeldock.server.it;

import static dev.modeldock.server.it.TaoClient.refused;
import static dev.modeldock.server.it.TaoClient.refusedExactly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is who in the TAO Toolkit API: logins, keys and their users, and what nobody is told. */
class TaoLoginIT {
    /** UUIDv5 of {@code local} and {@code anna} under the nil UUID. */
    private static final String LOCAL = "9577e1e7-8ca0-59e0-a3e5-7f89ba1fabe0";

    private static final String ANNA = "fc0fb7fe-ff3d-52f8-9f09-f5812c4f1f77";
    private static final String UNKNOWN =
            "kg-00000000-0000-5000-8000-000000000000-00000000-0000-4000-8000-000000000000";

    @TempDir
    static Path temp;

    private static RunningDock dock;

    @BeforeAll
    static void start() {
        dock = RunningDock.on(temp.resolve("data"));
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    private static String key(String user, String scopes) {
        return newKey(user, scopes).path("key").asText();
    }

    private static JsonNode newKey(String user, String scopes) {
        DockCommand made = DockCommand.run(
                "keys",
                "create",
                "--json",
                "--name",
                "test",
                "--user",
                user,
                "--scopes",
                scopes,
                "--data",
                dock.data().toString());
        assertEquals(0, made.exit(), made.err());
        return Answer.parse(made.out());
    }

    private static TaoClient bearer(String key, String user) {
        return new TaoClient(dock.http().with("Authorization", "Bearer " + key), user);
    }

    // ---- login

    @Test
    void aKeyIsTradedForItsUserAndAToken() {
        String key = key("anna", "read,write");
        Answer answer = dock.http().get("/api/v1/login/" + key).expect(200);
        assertEquals("{\"token\":\"" + key + "\",\"user_id\":\"" + ANNA + "\"}\n", answer.text());
        assertEquals("application/json", TaoClient.type(answer));
        TaoClient anna = bearer(
                answer.json().path("token").asText(),
                answer.json().path("user_id").asText());
        anna.created("object_detection", "kitti");
        assertEquals(
                "{\"user_id\":\"" + ANNA + "\"}\n",
                dock.http()
                        .with("Authorization", "Bearer " + key)
                        .get("/api/v1/auth")
                        .expect(200)
                        .text());
        assertFalse(dock.log().contains(key), "the key stands in the log");
    }

    @Test
    void aBadKeyIsRefusedAndShownNowhere() {
        String revoked = newKey("anna", "read").path("key").asText();
        String secret = "kg-secret-that-nobody-may-see";
        for (String bad : List.of(UNKNOWN, secret, "x", "%20", "..%2Fx", "x".repeat(5_000))) {
            refused(
                    401,
                    "The key is unknown, revoked or expired; ask the operator for another one.",
                    dock.http().get("/api/v1/login/" + bad));
        }
        for (String path : List.of(
                "//api//v1//login//" + secret,
                "/api/v1/login/" + secret + "/",
                "/api/v1/login/" + secret + "/more",
                "/api/v1/%6Cogin/" + secret,
                "/api/v1/login;x/" + secret)) {
            for (String header :
                    List.of("X-Forwarded-For: 203.0.113.9", "X-api-key: " + revoked + "x", "Accept: */*")) {
                Answer answer = RawHttp.ask(dock.port(), "GET " + path + " HTTP/1.1", "Host: localhost", header);
                assertTrue(answer.status() >= 400 && answer.status() < 500, answer::toString);
                assertFalse(answer.text().contains(secret), answer::toString);
            }
        }
        refused(
                405,
                "The method POST is not taken at /api/v1/login/…",
                dock.http().post("/api/v1/login/" + secret));
        assertTrue(dock.log().contains("/api/v1/login/…"), "the refusals stand in the log");
        assertFalse(dock.log().contains(secret), "the key stands in the log");
        assertFalse(dock.log().contains(UNKNOWN), "the key stands in the log");
    }

    @Test
    void aRevokedKeyIsBad() {
        JsonNode made = newKey("anna", "read");
        String key = made.path("key").asText();
        dock.http().get("/api/v1/login/" + key).expect(200);
        dock.http().delete("/v1/keys/" + made.path("id").asText());
        refused(401, "The key is unknown, revoked or expired", dock.http().get("/api/v1/login/" + key));
        refused(401, "The key is unknown, revoked or expired", bearer(key, ANNA).ask("GET", "/api/v1/auth", null));
    }

    @Test
    void loginNeedsNoKeyInAHeaderAndTheRestDoes() {
        String key = key("anna", "read");
        String proxy = "X-Forwarded-For: 203.0.113.9";
        RawHttp.ask(dock.port(), "GET /api/v1/login/" + key + " HTTP/1.1", "Host: localhost", proxy)
                .expect(200);
        for (String path : List.of(
                "/api/v1",
                "/api/v1/auth",
                "/api/v1/health/liveness",
                "/api/v1/user/" + ANNA + "/dataset",
                "/api/v1/user/zz/dataset")) {
            refused(401, "", RawHttp.ask(dock.port(), "GET " + path + " HTTP/1.1", "Host: localhost", proxy));
        }
    }

    // ---- tenancy

    @Test
    void aKeyReachesItsOwnUserOnly() {
        TaoClient anna = bearer(key("anna", "read,write"), ANNA);
        String id = anna.created("object_detection", "kitti");
        String benId = "/api/v1/user/" + ANNA + "/dataset";
        String ben = key("ben", "read,write");
        String bensOwn = Answer.parse(dock.http().get("/api/v1/login/" + ben).text())
                .path("user_id")
                .asText();
        String sentence = "User not found: the key is that of " + bensOwn + ". Ask under that user id.";
        for (String path :
                List.of(benId, benId + "/" + id, benId + "/" + id + "/specs/convert", "/api/v1/user/" + ANNA)) {
            refusedExactly(404, sentence, bearer(ben, ANNA).ask("GET", path, null));
        }
        refusedExactly(404, sentence, bearer(ben, ANNA).create("{}"));
        refusedExactly(404, sentence, bearer(ben, ANNA).upload(id, new byte[10]));
        refusedExactly(
                404,
                "Dataset not found",
                bearer(ben, bensOwn).ask("GET", bearer(ben, bensOwn).path(id), null));
        assertEquals("[]", bearer(ben, bensOwn).list("").text().strip());
        refusedExactly(
                404,
                "User not found: the key is that of " + adminsOwn() + ". Ask under that user id.",
                bearer(key("root", "admin"), ANNA).ask("GET", benId, null));
        assertEquals(id, anna.shown(id).path("id").asText());
        anna.ask("DELETE", anna.path(id), null).expect(200);
    }

    private static String adminsOwn() {
        return Answer.parse(
                        dock.http().get("/api/v1/login/" + key("root", "admin")).text())
                .path("user_id")
                .asText();
    }

    @Test
    void allKeysOfAUserSeeTheSameWithinTheirScopes() {
        String id = bearer(key("anna", "read,write"), ANNA).created("object_detection", "kitti");
        TaoClient reader = bearer(key("anna", "read"), ANNA);
        assertEquals(id, reader.shown(id).path("id").asText());
        reader.list("");
        reader.ask("GET", reader.path(id) + "/specs/convert/schema", null).expect(200);
        String needs = "This needs the scope 'write', but the key has 'read'.";
        refused(403, needs, reader.create("{\"type\":\"object_detection\",\"format\":\"kitti\"}"));
        refused(403, needs, reader.ask("PATCH", reader.path(id), "{\"name\":\"x\"}"));
        refused(403, needs, reader.ask("PUT", reader.path(id), "{\"name\":\"x\"}"));
        refused(403, needs, reader.ask("DELETE", reader.path(id), null));
        refused(403, needs, reader.upload(id, new byte[10]));
        refused(403, needs, reader.ask("POST", reader.path(id) + "/specs/convert", "{}"));
        refused(403, needs, reader.ask("PUT", reader.path(id) + "/specs/convert", "{}"));
        TaoClient importer = bearer(key("anna", "Import Model"), ANNA);
        refused(403, "This needs the scope 'read'", importer.ask("GET", importer.path(id), null));
        bearer(key("anna", "admin"), ANNA).ask("DELETE", reader.path(id), null).expect(200);
    }

    @Test
    void withoutAKeyEveryUuidIsAUserOfItsOwn() {
        TaoClient one = new TaoClient(dock.http(), UUID.randomUUID().toString());
        TaoClient two = new TaoClient(dock.http(), UUID.randomUUID().toString());
        String id = one.created("object_detection", "kitti");
        refusedExactly(404, "Dataset not found", two.ask("GET", two.path(id), null));
        refusedExactly(404, "Dataset not found", two.ask("DELETE", two.path(id), null));
        assertEquals("[]", two.list("").text().strip());
        TaoClient anonymous = new TaoClient(dock.http(), ANNA);
        String hers = bearer(key("anna", "write"), ANNA).created("object_detection", "kitti");
        refusedExactly(404, "Dataset not found", anonymous.ask("GET", anonymous.path(hers), null));
    }

    @Test
    void whoAsksWithoutAKeyWhoTheyAreIsTheLocalUser() {
        assertEquals(
                "{\"user_id\":\"" + LOCAL + "\"}\n",
                dock.http().get("/api/v1/auth").expect(200).text());
        String id = new TaoClient(dock.http(), LOCAL).created("object_detection", "kitti");
        TaoClient withKey = bearer(key("local", "read,write"), LOCAL);
        assertEquals(id, withKey.shown(id).path("id").asText());
        withKey.ask("DELETE", withKey.path(id), null).expect(200);
    }

    // ---- what is there, and what is not

    @Test
    void whatThereIsCanBeAsked() {
        assertEquals(
                "[\"login\",\"user\",\"auth\",\"health\"]\n",
                dock.http().get("/api/v1").expect(200).text());
        assertEquals(
                "[\"liveness\",\"readiness\"]\n",
                dock.http().get("/api/v1/health").expect(200).text());
        assertEquals(
                "\"OK\"\n",
                dock.http().get("/api/v1/health/liveness").expect(201).text());
        assertEquals(
                "\"OK\"\n",
                dock.http().get("/api/v1/health/readiness").expect(201).text());
        assertEquals(
                "[\"dataset\",\"model\"]\n",
                dock.http().get("/api/v1/user/" + LOCAL).expect(200).text());
        refusedExactly(400, "User ID passed is not a valid UUID", dock.http().get("/api/v1/user/zz"));
    }

    @Test
    void noRouteAndAWrongMethodAreToldInTheSameWords() {
        refusedExactly(
                404,
                "There is no route GET /api/v1/nothing; look at the path again.",
                dock.http().get("/api/v1/nothing"));
        refused(
                404,
                "There is no route POST /api/v1/user/x/dataset/y/nothing",
                dock.http().post("/api/v1/user/x/dataset/y/nothing"));
        Answer wrong = dock.http().delete("/api/v1/user/" + LOCAL + "/dataset");
        refused(405, "The method DELETE is not taken at /api/v1/user/", wrong);
        assertTrue(wrong.header("Allow").orElse("").contains("POST"), wrong::toString);
        Answer upload = dock.http().get("/api/v1/user/" + LOCAL + "/dataset/" + ANNA + "/upload");
        refused(405, "The method GET is not taken at /api/v1/user/", upload);
        refused(403, "", RawHttp.ask(dock.port(), "GET /api/v1/auth HTTP/1.1", "Host: evil.example"));
    }
}
