package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The TAO Toolkit API as one user's client asks for it: JSON goes without a content type, as the notebooks send it. */
final class TaoClient {
    static final String REFUSED = "Invalid tar file / tar file with no images and/or labels directory";
    private static final String BOUNDARY = "----tao-boundary-5f0e";

    private final Http http;
    private final String user;

    TaoClient(Http http, String user) {
        this.http = http;
        this.user = user;
    }

    String datasets() {
        return "/api/v1/user/" + user + "/dataset";
    }

    String path(String dataset) {
        return datasets() + "/" + dataset;
    }

    Answer ask(String method, String path, String body) {
        return http.send(method, path, null, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    }

    Answer create(String body) {
        return ask("POST", datasets(), body);
    }

    /** A new dataset's id. */
    String created(String type, String format) {
        return created("{\"type\":\"" + type + "\",\"format\":\"" + format + "\"}");
    }

    String created(String body) {
        return create(body).expect(201).json().path("id").asText();
    }

    JsonNode shown(String dataset) {
        return ask("GET", path(dataset), null).expect(200).json();
    }

    Answer list(String query) {
        return ask("GET", datasets() + query, null).expect(200);
    }

    List<String> names(String query) {
        List<String> names = new ArrayList<>();
        list(query).json().forEach(each -> names.add(each.path("name").asText()));
        return names;
    }

    Answer upload(String dataset, Form form) {
        return upload(dataset, form, "multipart/form-data; boundary=" + BOUNDARY);
    }

    Answer upload(String dataset, Form form, String type) {
        return http.send("POST", path(dataset) + "/upload", type, BodyPublishers.ofByteArray(form.bytes()));
    }

    Answer upload(String dataset, byte[] archive) {
        return upload(dataset, new Form().file("file", "data.tar.gz", archive));
    }

    /** The parts of a form, in their order. */
    static final class Form {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Form file(String name, String filename, byte[] content) {
            return part("name=\"" + name + "\"; filename=\"" + filename + "\"", content);
        }

        Form text(String name, String value) {
            return part("name=\"" + name + "\"", value.getBytes(StandardCharsets.UTF_8));
        }

        private Form part(String disposition, byte[] content) {
            body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(content);
            body.writeBytes(new byte[] {'\r', '\n'});
            return this;
        }

        byte[] bytes() {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(body.toByteArray());
            whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
            return whole.toByteArray();
        }
    }

    /** A refusal in the words of TAO, with this sentence or one that begins so. */
    static Answer refused(int status, String sentence, Answer answer) {
        answer.expect(status);
        assertEquals("application/json", type(answer), answer::toString);
        assertEquals(status, answer.json().path("error_code").intValue(), answer::toString);
        String told = answer.json().path("error_desc").asText();
        assertTrue(told.startsWith(sentence) && !told.isEmpty(), () -> "expected: " + sentence + "\n" + answer);
        Set<String> foreign = new TreeSet<>(Set.of("code", "message", "success", "errors", "error"));
        foreign.removeIf(name -> !answer.json().has(name));
        assertEquals(Set.of(), foreign, "words of other families");
        Answer.assertLeaksNothing(answer.text());
        return answer;
    }

    /** As {@link #refused}, with nothing else in the body and nothing behind the sentence. */
    static void refusedExactly(int status, String sentence, Answer answer) {
        refused(status, sentence, answer);
        assertEquals(
                Answer.parse("{\"error_code\":" + status + ",\"error_desc\":\"" + sentence + "\"}"),
                answer.json(),
                answer::toString);
    }

    static String type(Answer answer) {
        return answer.header("Content-Type").orElse("none").replaceAll(";.*", "");
    }
}
