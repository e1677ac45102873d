"""What can go wrong with the data on this laptop. `str(error)` is one Chinese sentence for the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinic_app.store.lease import Lease

BUSY = (5, 6)
DAMAGED = (11, 26)
FULL = 13
IO_ERROR = 10
CANNOT_OPEN = 14
READ_ONLY = 8
INTERRUPTED = 9


class StoreError(Exception):
    """Base of all; each class has its own sentence, which a caller may replace by a closer one."""

    sentence = "数据库出了问题，这一步没有做，原有数据没有改动"

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)


class NoDatabase(StoreError):
    """The folder holds no clinic data."""

    sentence = "这个文件夹里没有诊所数据，核对数据文件夹，或先新建"


class AlreadyExists(StoreError):
    """The folder, or the name, is taken."""

    sentence = "这个文件夹里已经有诊所数据，原有数据没有改动，换一个空文件夹"


class WrongPassword(StoreError):
    """The name or the password is wrong: deliberately the same words for both."""

    sentence = "用户名或密码不对，数据没有改动，核对后再试"


class TooManyTries(StoreError):
    """Too many wrong passwords in a row; `seconds` is how long the door stays shut."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        minutes, rest = divmod(max(1, round(seconds)), 60)
        words = f"{minutes}分{rest}秒" if minutes else f"{rest}秒"
        super().__init__(f"密码连续输错太多次，等{words}再试，数据没有改动；忘记密码可用县平台的恢复码")


class NotAdministrator(StoreError):
    """Only who looks after this laptop may do this."""

    sentence = "只有管理这台电脑的人能做这一步，没有改动，请管理这台电脑的人来做"


class NoDeviceSecret(StoreError):
    """The other half of the key is not on this computer."""

    sentence = "这台电脑上没有这份数据的设备密钥，数据没有改动，回到原来的电脑上打开，或用县平台的恢复码打开"


class WrongRecoveryCode(StoreError):
    """The recovery code does not open this file, or the file has none."""

    sentence = "恢复码不对，或者不是这台电脑现在的恢复码，数据没有改动，请县管理员重新念一遍"


class DamagedDatabase(StoreError):
    """The file fails its authentication codes or its structure."""

    sentence = "数据文件已损坏，程序没有改动它，用最近的备份恢复"


class WeakKeys(DamagedDatabase):
    """The key file asks for less protection than the policy."""

    sentence = "密钥文件的加密强度低于规定，可能被人改过，程序没有打开数据，用备份恢复密钥文件"


class NewerDatabase(StoreError):
    """A newer program wrote this file."""

    sentence = "这份数据由更新版本的程序保存，数据没有改动，升级程序后再打开"


class UnsafeLibrary(StoreError):
    """The database library lacks encryption or has a known corruption bug."""

    sentence = "数据库组件版本过低或没有加密功能，为避免损坏数据没有打开，重新安装程序"


class DatabaseBusy(StoreError):
    """Another process kept the file for longer than we wait."""

    sentence = "另一个程序正在写数据，这次没有保存，已有数据没有改动，过一会儿再试"


class DiskFull(StoreError):
    """No room to write."""

    sentence = "磁盘已满，这次没有保存，以前的数据都在，腾出空间后再保存"


class DiskFailure(StoreError):
    """The operating system refused to read or write."""

    sentence = "读写磁盘失败，这次没有保存，以前保存的数据没有改动，检查磁盘和文件夹权限后再试"


class DatabaseClosed(StoreError):
    """The database was locked or closed while work was going on."""

    sentence = "数据库已锁定，这一步没有做，重新登录后再试"


class BackupProblem(StoreError):
    """A backup file cannot be written, read or trusted."""

    sentence = "备份没有成功，原有数据没有改动，换一个位置再试"


class LeaseEnded(StoreError):
    """Too long without the county: nobody works here until a contact or a renewal code. Nothing is lost."""

    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        super().__init__(
            f"这台电脑（{lease.number:04d}号）超过{lease.days}天没有和县平台联系，数据锁在本机，一条不少；"
            "联网同步，或打电话给县管理员要续期码"
        )


def translate(error: BaseException) -> StoreError | None:
    """The clinic's word for a driver's error; None when it says nothing about the disk (a constraint, bad SQL)."""
    # SQLAlchemy keeps the driver's own error in `orig`; asked so, because every start of the program loads this module.
    driver = getattr(error, "orig", None) or error
    code = getattr(driver, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    kinds: dict[int, type[StoreError]] = {
        FULL: DiskFull,
        IO_ERROR: DiskFailure,
        CANNOT_OPEN: DiskFailure,
        READ_ONLY: DiskFailure,
        INTERRUPTED: DatabaseClosed,
        **dict.fromkeys(BUSY, DatabaseBusy),
        **dict.fromkeys(DAMAGED, DamagedDatabase),
    }
    # The low byte is the primary result code (sqlite.org/rescode.html).
    found = kinds.get(code & 0xFF)
    return found() if found else None
