import { ActionIcon, Button, Menu, Text, Tooltip, useMantineColorScheme } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconDeviceDesktop,
  IconKey,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconSun,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useMatch } from "@tanstack/react-router";
import type { User } from "@/api/types";
import { PersonAvatar } from "@/components/person";
import { ShortcutHelp } from "@/components/shortcut-help";
import { projectDetail } from "@/features/projects/api";
import { useLogOut } from "@/features/session/api";
import { userName } from "@/lib/format";
import { ROLE_NAMES } from "@/lib/roles";
import { useShortcuts } from "@/lib/use-shortcuts";
import classes from "./shell.module.css";

const MAIN_ID = "main";

/** Header and main area of every page after the login. */
export function Shell({ user }: { user: User }) {
  const [helpOpened, help] = useDisclosure(false);
  useShortcuts([
    { id: "help", label: "Show keyboard shortcuts", keys: ["?"], enabled: true, run: help.open },
  ]);

  return (
    <div className={classes["shell"]}>
      <a href={`#${MAIN_ID}`} className={classes["skip"]}>
        Skip to content
      </a>
      <header className={classes["header"]}>
        <Link to="/" className={classes["brand"]} aria-label="Touchstone: all projects">
          <img src="/favicon.svg" alt="" width={22} height={22} />
          <span className={classes["brandName"]}>Touchstone</span>
        </Link>
        <div className={classes["context"]}>
          <ProjectTitle />
        </div>
        <Tooltip label="Keyboard shortcuts (?)">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Keyboard shortcuts"
            onClick={help.open}
          >
            <IconKeyboard size={20} />
          </ActionIcon>
        </Tooltip>
        <ColorSchemeMenu />
        <AccountMenu user={user} />
      </header>
      <main id={MAIN_ID} className={classes["main"]} tabIndex={-1}>
        <Outlet />
      </main>
      <ShortcutHelp opened={helpOpened} onClose={help.close} />
    </div>
  );
}

function ProjectTitle() {
  const match = useMatch({ from: "/app/projects/$projectId", shouldThrow: false });
  const project = useQuery({
    ...projectDetail(match?.params.projectId ?? 0),
    enabled: match !== undefined,
  });
  if (match === undefined || project.data === undefined) {
    return null;
  }
  return (
    <Text truncate fw={500} title={project.data.title}>
      {project.data.title}
    </Text>
  );
}

const SCHEMES = [
  { value: "light", label: "Light", icon: IconSun },
  { value: "dark", label: "Dark", icon: IconMoon },
  { value: "auto", label: "Like the system", icon: IconDeviceDesktop },
] as const;

function ColorSchemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const current = SCHEMES.find(({ value }) => value === colorScheme) ?? SCHEMES[2];
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`Colours: ${current.label}`}>
          <current.icon size={20} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Colours</Menu.Label>
        {SCHEMES.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={value === colorScheme}
            leftSection={<Icon size={16} />}
            fw={value === colorScheme ? 600 : undefined}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function AccountMenu({ user }: { user: User }) {
  const logOut = useLogOut();
  // A full load drops every cached answer and every open editor of this person.
  const leave = () =>
    logOut.mutate(undefined, { onSuccess: () => window.location.assign("/login") });
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button variant="subtle" color="gray" px={6} aria-label={`Account of ${userName(user)}`}>
          <PersonAvatar person={user} size={28} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            {userName(user)}
          </Text>
          <Text size="xs" truncate>
            {user.email}
          </Text>
          <Text size="xs">{ROLE_NAMES[user.role]}</Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to="/account" leftSection={<IconKey size={16} />}>
          Account and API tokens
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
