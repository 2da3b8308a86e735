package dev.modeldock.access;

import dev.modeldock.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/**
 * Who is let in, and by what.
 *
 * @param keys of people and programs
 * @param signIns of people in browsers
 * @param signer of addresses that need no key
 * @param seal of what must not be read on the disk
 */
public record Access(Keys keys, SignIns signIns, UrlSigner signer, Seal seal) {
    /**
     * Open it, and make its secrets when there are none yet.
     *
     * @param sealKey the file that holds the key of {@link Seal}
     */
    public static Access open(Database database, Path sealKey, Clock clock) throws IOException {
        Keys keys = new Keys(new KeyStore(database), clock);
        return new Access(
                keys,
                new SignIns(new SignInStore(database), keys, clock),
                new UrlSigner(new SecretStore(database).get("url-signer"), clock),
                Seal.open(sealKey));
    }
}
