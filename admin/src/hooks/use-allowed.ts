import { useAuth } from '@strapi/strapi/admin';
import { useMemo } from 'react';
import { PERMISSIONS } from '../permissions';

/** What the person in front of the screen may do. */
export interface Allowed {
  readonly canRead: boolean;
  readonly canCreate: boolean;
  readonly canUpdate: boolean;
  readonly canDelete: boolean;
  readonly canTrigger: boolean;
  readonly canRevealSecret: boolean;
  readonly canRedeliver: boolean;
}

/**
 * Tells what the role of the signed-in person allows. It reads the permissions that the admin has
 * already loaded, so that every row may ask and nothing changes its look after it is drawn; the server
 * checks each request, conditions included.
 */
export const useAllowed = (): Allowed => {
  const permissions = useAuth('useAllowed', (state) => state.permissions);
  return useMemo(() => {
    const granted = new Set(permissions.map(({ action }) => action));
    const can = (wanted: (typeof PERMISSIONS)[keyof typeof PERMISSIONS]): boolean =>
      wanted.every(({ action }) => granted.has(action));
    return {
      canRead: can(PERMISSIONS.read),
      canCreate: can(PERMISSIONS.create),
      canUpdate: can(PERMISSIONS.update),
      canDelete: can(PERMISSIONS.delete),
      canTrigger: can(PERMISSIONS.trigger),
      canRevealSecret: can(PERMISSIONS.revealSecret),
      canRedeliver: can(PERMISSIONS.redeliver),
    };
  }, [permissions]);
};
