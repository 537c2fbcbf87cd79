/**
 * The contract kit: what every {@link io.opora.storage.Storage} promises, as tests. Who adapts Opora to another database
 * writes one {@link io.opora.storage.tck.StorageFixture} and, for each suite, a subclass that does nothing but make that
 * fixture; when all of them pass, the adapter is done.
 *
 * {@snippet :
 * class RiverStorageTest {
 *
 *     @Nested
 *     class Basics extends BasicsContract {
 *         @Override
 *         protected StorageFixture createFixture() {
 *             return new RiverFixture();
 *         }
 *     }
 *
 *     @Nested
 *     class Concurrency extends ConcurrencyContract {
 *         @Override
 *         protected StorageFixture createFixture() {
 *             return new RiverFixture();
 *         }
 *     }
 *
 *     // and likewise the other suites
 * }
 * }
 *
 * <table>
 * <caption>The suites</caption>
 * <tr><th>Suite</th><th>What it holds a storage to</th></tr>
 * <tr><td>{@link io.opora.storage.tck.BasicsContract}</td><td>what is stored is found, all of it or nothing</td></tr>
 * <tr><td>{@link io.opora.storage.tck.ConcurrencyContract}</td><td>no update is lost, no history has a hole</td></tr>
 * <tr><td>{@link io.opora.storage.tck.IdempotencyContract}</td><td>one key, one effect, the same answer</td></tr>
 * <tr><td>{@link io.opora.storage.tck.RefusalContract}</td><td>a refused command changes nothing</td></tr>
 * <tr><td>{@link io.opora.storage.tck.TimeContract}</td><td>instants to the microsecond, wake-ups on the dot</td></tr>
 * <tr><td>{@link io.opora.storage.tck.TextContract}</td><td>texts to the character, ids that differ stay apart</td></tr>
 * <tr><td>{@link io.opora.storage.tck.InboxContract}</td><td>queries, orders and pages</td></tr>
 * <tr><td>{@link io.opora.storage.tck.ServiceLevelContract}</td><td>what service levels have due, exactly once</td></tr>
 * <tr><td>{@link io.opora.storage.tck.AssignmentContract}</td><td>requests are handed out in turns</td></tr>
 * <tr><td>{@link io.opora.storage.tck.ConfigurationContract}</td><td>who changed what of the configuration</td></tr>
 * <tr><td>{@link io.opora.storage.tck.LimitsContract}</td><td>everything at its largest</td></tr>
 * <tr><td>{@link io.opora.storage.tck.ErasureContract}</td><td>what is erased is gone</td></tr>
 * <tr><td>{@link io.opora.storage.tck.LinkContract}</td><td>secret links change with their tickets</td></tr>
 * <tr><td>{@link io.opora.storage.tck.OutboxContract}</td><td>consumers are told at least once, in order</td></tr>
 * <tr><td>{@link io.opora.storage.tck.FaqContract}</td><td>editions are kept and numbered without gaps; a vote a person</td></tr>
 * <tr><td>{@link io.opora.storage.tck.TemplateContract}</td><td>so are reply templates, and what became of them</td></tr>
 * <tr><td>{@link io.opora.storage.tck.FaultContract}</td><td>calls that fail, or are done and not answered</td></tr>
 * <tr><td>{@link io.opora.storage.tck.TransferContract}</td><td>everything is read, and filled in, or nothing</td></tr>
 * <tr><td>{@link io.opora.storage.tck.TransactionContract}</td><td>the caller's transaction is the caller's</td></tr>
 * <tr><td>{@link io.opora.storage.tck.ClosingContract}</td><td>closed is closed</td></tr>
 * <tr><td>{@link io.opora.storage.tck.DurabilityContract}</td><td>acknowledged is on the disk, if the process is killed too; for
 * storages that outlive their process</td></tr>
 * <tr><td>{@link io.opora.storage.tck.FaqSearchContract}</td><td>what a {@link io.opora.faq.FaqSearch} promises; not for storages
 * but for searches, with a fixture of its own</td></tr>
 * </table>
 *
 * <p>
 * The kit needs JUnit Jupiter and AssertJ, which its users name themselves. No test is ever skipped: what a storage does not
 * declare among its {@linkplain io.opora.storage.Storage#capabilities() capabilities} is tested to be refused. A test that
 * rolls dice says its seed when it fails; {@code -Dopora.tck.seed=…} rolls the same again.
 */
@NullMarked
package io.opora.storage.tck;

import org.jspecify.annotations.NullMarked;
