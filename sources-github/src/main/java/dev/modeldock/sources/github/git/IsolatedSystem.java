package dev.modeldock.sources.github.git;

import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * What JGit learns of the machine: nothing. A git configuration of the host can name programs to run, proxies, headers and
 * other addresses, and none of that is the business of an import.
 */
final class IsolatedSystem extends SystemReader.Delegate {
    private static final String FINE_CLOCK = "1 ms";

    private IsolatedSystem(SystemReader system) {
        super(system);
    }

    /** Take the place of JGit's own reader, for the whole process: JGit knows no narrower one. */
    static synchronized void install() {
        SystemReader now = SystemReader.getInstance();
        if (!(now instanceof IsolatedSystem)) {
            SystemReader.setInstance(new IsolatedSystem(now));
        }
    }

    @Override
    public String getHostname() {
        return "localhost";
    }

    @Override
    public String getenv(String variable) {
        return null;
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    /**
     * A configuration of no file. It tells one thing: that the clocks of disks are fine. JGit would otherwise measure each
     * disk before its first use, for seconds, to notice who else writes to a repository: nobody does.
     */
    private static final class NoConfig extends FileBasedConfig {
        NoConfig(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public String getString(String section, String subsection, String name) {
            boolean clock = section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
                    && name.equals(ConfigConstants.CONFIG_KEY_TIMESTAMP_RESOLUTION);
            return clock ? FINE_CLOCK : super.getString(section, subsection, name);
        }

        @Override
        public void load() {
            // There is no file to load.
        }

        @Override
        public void save() {
            // There is no file to keep it in.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
