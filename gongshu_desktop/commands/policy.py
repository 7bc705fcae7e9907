"""``policy check`` and ``policy show``: what is wrong with a policy file, and what one says."""

import argparse
from pathlib import Path

from gongshu_desktop.commands.input import read_input
from gongshu_desktop.commands.output import NO, OK, REFUSED, complain, say
from gongshu_desktop.wording import _

LARGEST_POLICY_FILE = 4 * 1024 * 1024


def add_policy_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both."""
    policy = commands.add_parser("policy", help=_("检查或列出政策文件")).add_subparsers(
        required=True, metavar="check|show"
    )
    check = policy.add_parser("check", help=_("检查政策文件的所有问题，并运行其中的示例"))
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(run=_policy_check)
    show = policy.add_parser("show", help=_("列出事项、事实、条件、口径"))
    show.add_argument("policy", nargs="?", metavar="FILE|ID")
    show.set_defaults(run=_policy_show)


def _policy_check(options: argparse.Namespace) -> int:
    from gongshu_desktop.policy.load import examine  # noqa: PLC0415

    content = read_input(options.file, LARGEST_POLICY_FILE)
    if content is None:
        return REFUSED
    policy, problems, examples = examine(content)
    for problem in problems:
        complain(f"{options.file}:{problem}")
    if policy is None or problems:
        return NO
    said = _("{id}：{measures}个事项，{readings}个口径，{examples}个算例，没有发现问题。")
    say(said.format(id=policy.id, measures=len(policy.measures), readings=len(policy.readings), examples=examples))
    return OK


def _policy_show(options: argparse.Namespace) -> int:
    from gongshu_desktop import wiring  # noqa: PLC0415
    from gongshu_desktop.exchange.policy_listing import listing  # noqa: PLC0415
    from gongshu_desktop.policy.load import PolicyRefused, load_policy  # noqa: PLC0415

    known = wiring.policies()
    if options.policy is None and len(known.ids()) != 1:
        say("\n".join(known.ids()))
        return OK
    name = options.policy or known.ids()[0]
    if name in known.ids():
        policy = known.get(name)
    elif read_input(Path(name), LARGEST_POLICY_FILE) is None:
        return REFUSED
    else:
        try:
            policy = load_policy(Path(name))
        except PolicyRefused as refusal:
            for problem in refusal.problems:
                complain(f"{name}:{problem}")
            return REFUSED
    say("\n".join(listing(policy)))
    return OK
