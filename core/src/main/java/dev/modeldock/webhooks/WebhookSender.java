package dev.modeldock.webhooks;

import dev.modeldock.access.Seal;
import dev.modeldock.network.Network;
import dev.modeldock.spi.Settings;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes one attempt: a signed POST, of which only the status of the answer counts. Redirects are not followed. */
record WebhookSender(Network network, Seal seal, Clock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * What came of it.
     *
     * @param status of the answer, or 0 when there was none
     * @param error empty when it was taken
     */
    record Outcome(int status, String error) {
        boolean isWell() {
            return error.isEmpty();
        }
    }

    Outcome send(Webhook webhook, Delivery delivery, byte[] sealed) throws InterruptedException {
        Instant now = clock.instant();
        HttpRequest request = HttpRequest.newBuilder(webhook.url())
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("webhook-id", delivery.id())
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", Signature.of(seal.open(sealed), delivery.id(), now, delivery.body()))
                .POST(HttpRequest.BodyPublishers.ofString(delivery.body(), StandardCharsets.UTF_8))
                .build();
        // Who may make webhooks has named the address, be it a private one.
        var http = network.http(new Settings(Map.of("url", webhook.url().toString())));
        try {
            HttpResponse<InputStream> answer = http.sendOnce(request);
            hangUp(answer);
            int status = answer.statusCode();
            return new Outcome(
                    status, status / 100 == 2 ? "" : "The answer was " + status + "; expected is 200 to 299.");
        } catch (SourceException e) {
            return new Outcome(0, e.getMessage());
        }
    }

    /** Nothing of the body is read: who sends it slowly, or without end, must not hold the others up. */
    private static void hangUp(HttpResponse<InputStream> answer) {
        try {
            answer.body().close();
        } catch (IOException e) {
            LOG.debug("The answer of a webhook broke off after its status", e);
        }
    }
}
