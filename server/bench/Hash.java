import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** Prints how many milliseconds the JDK takes for the SHA-256 of the files given, one after the other. */
public class Hash {
    public static void main(String[] files) throws Exception {
        byte[] buffer = new byte[256 * 1024];
        long begin = System.nanoTime();
        for (String file : files) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (InputStream in = Files.newInputStream(Path.of(file))) {
                for (int count; (count = in.read(buffer)) > 0; ) {
                    sha256.update(buffer, 0, count);
                }
            }
            sha256.digest();
        }
        System.out.println((System.nanoTime() - begin) / 1_000_000);
    }
}
