import { Component, type ReactNode } from 'react';
import { Button } from '#web/parts/button.tsx';

/**
 * Catches what breaks while a page is painted. Most often that is a file of a page which a new release has replaced: reloading brings the new
 * one.
 */
export class Boundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <div className="page" role="alert">
        <h1>This page could not be shown</h1>
        <p>There may be a newer version of it, or no connection. Nothing you did was lost on the server.</p>
        <div className="buttons">
          <Button look="main" onClick={() => window.location.reload()}>
            Reload
          </Button>
        </div>
      </div>
    );
  }
}
