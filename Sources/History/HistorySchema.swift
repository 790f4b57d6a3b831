import Store

/// The schema of `history.sqlite`, as migrations; once released, none of them changes.
enum HistorySchema {
  static let migrations = [
    Migration(
      "runs",
      """
      CREATE TABLE run (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        startedAt REAL NOT NULL,
        durationMs REAL NOT NULL,
        stage TEXT,
        description TEXT NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL,
        changeType TEXT NOT NULL,
        decision TEXT NOT NULL,
        files INTEGER NOT NULL,
        addedLines INTEGER NOT NULL,
        removedLines INTEGER NOT NULL,
        policyOrigin TEXT NOT NULL,
        version TEXT NOT NULL,
        verdict BLOB NOT NULL
      );
      CREATE INDEX runAfter ON run (after);
      CREATE TABLE gate (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        outcome TEXT NOT NULL,
        required INTEGER NOT NULL,
        durationMs REAL NOT NULL,
        cached INTEGER NOT NULL,
        PRIMARY KEY (run, position)
      ) WITHOUT ROWID;
      CREATE TABLE finding (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        gate TEXT NOT NULL,
        rule TEXT NOT NULL,
        severity TEXT NOT NULL,
        path TEXT,
        entity TEXT,
        fingerprint TEXT NOT NULL,
        isNew INTEGER NOT NULL
      );
      CREATE INDEX findingRun ON finding (run);
      CREATE INDEX findingFingerprint ON finding (fingerprint);
      CREATE TABLE metric (
        run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
        gate TEXT NOT NULL,
        name TEXT NOT NULL,
        subject TEXT NOT NULL,
        before REAL,
        after REAL NOT NULL,
        unit TEXT NOT NULL
      );
      CREATE INDEX metricRun ON metric (run);
      CREATE INDEX metricName ON metric (name, subject);
      """),
    Migration(
      "commits",
      """
      ALTER TABLE run ADD COLUMN place TEXT;
      ALTER TABLE run ADD COLUMN contents TEXT;
      ALTER TABLE run ADD COLUMN committed TEXT;
      CREATE INDEX runPlace ON run (place, id);
      CREATE TABLE rewrite (
        old TEXT NOT NULL,
        new TEXT NOT NULL,
        command TEXT NOT NULL,
        PRIMARY KEY (old, new)
      ) WITHOUT ROWID;
      """),
    // How many bytes of which spool are in the history.
    Migration("spool", "CREATE TABLE spool (name TEXT PRIMARY KEY, bytes INTEGER NOT NULL)"),
    Migration(
      "baseline",
      """
      CREATE TABLE baseline (commitName TEXT NOT NULL, acceptedAt REAL NOT NULL);
      CREATE TABLE known (
        gate TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        count INTEGER NOT NULL,
        PRIMARY KEY (gate, fingerprint)
      ) WITHOUT ROWID;
      """),
  ]
}
