package io.opora.storage;

/** What a storage may be able to do beyond what every storage must. */
public enum StorageCapability {
    /**
     * Its stores join a transaction of the caller: what they store is kept when that transaction commits and gone when it is
     * rolled back, and they never end it themselves.
     */
    JOINS_TRANSACTIONS
}
